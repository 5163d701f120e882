"""Makes the names of cities on the map, for developers alone: the packages of requirements.lock are all that it needs.

    python -m tools.page.cities

Where they are: the principal places of the world's time zones (zone.tab of tzdata, public domain). What they are called: CLDR's
exemplar cities as Babel has them (Unicode licence), in the five languages of the page; where a language has no name of its own,
the English one. A name on the map says nothing of whose a place is; what the two sources do not have, the map has not.
"""

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Final

from babel import Locale

TARGET: Final = Path(__file__).parents[2] / "src/tansiq/gateways/page/static/map/cities.json"
LANGUAGES: Final = ("en", "ar", "fa", "fr", "ru")
_PLACE: Final = re.compile(r"([+-]\d{4,6})([+-]\d{5,7})")


def main() -> None:
    """Read, join, write: [longitude, latitude, names in the order of LANGUAGES], by zone."""
    names = {language: Locale.parse(language).time_zones for language in LANGUAGES}
    cities: list[list[object]] = []
    for line in files("tzdata").joinpath("zoneinfo/zone.tab").read_text().splitlines():
        if line.startswith("#"):
            continue
        _, place, zone = line.split("\t")[:3]
        if zone.startswith("Antarctica/"):
            continue  # stations, not cities
        plain = zone.rpartition("/")[2].replace("_", " ")
        english = names["en"].get(zone, {}).get("city", plain)
        found = _PLACE.fullmatch(place)
        assert found is not None, place
        own = [names[language].get(zone, {}).get("city", english) for language in LANGUAGES]
        cities.append([_degrees(found[2], 4), _degrees(found[1], 3), own])
    text = "[\n" + ",\n".join(json.dumps(c, ensure_ascii=False, separators=(",", ":")) for c in cities) + "\n]\n"
    TARGET.write_text(text)
    print(TARGET.name, len(cities), hashlib.sha256(text.encode()).hexdigest())


def _degrees(said: str, digits: int) -> float:
    """Return degrees of "+DDMM" or "+DDMMSS" (with three digits of degrees for longitudes). digits: of sign and degrees."""
    minutes, seconds = int(said[digits : digits + 2]), int(said[digits + 2 :] or 0)
    value = int(said[1:digits]) + minutes / 60 + seconds / 3600
    return round(-value if said[0] == "-" else value, 4)


if __name__ == "__main__":
    main()
