"""Copies the libraries of the page from their packages, for developers alone: needs npm, writes `static/vendor/` and its lock.

    python tools/page/vendor.py

Browsers cannot find a module by a bare name without a script in the page itself, which the page's policy forbids; so `from
"preact"` becomes `from "../preact/preact.mjs"`, and nothing else is changed. The lock holds the hash of what was in the package
and of what is served.
"""

import hashlib
import io
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parents[2] / "src/tansiq/gateways/page/static"
VENDOR: Final = STATIC / "vendor"

# package, version -> files in the package: name under vendor/
PACKAGES: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("preact", "11.2.0"): {
        "dist/preact.mjs": "preact/preact.mjs",
        "hooks/dist/hooks.mjs": "preact/hooks.mjs",
        "LICENSE": "preact/LICENSE",
    },
    ("htm", "3.1.1"): {"dist/htm.mjs": "htm/htm.mjs", "preact/index.mjs": "htm/preact.mjs", "LICENSE": "htm/LICENSE"},
    ("@preact/signals-core", "1.14.5"): {
        "dist/signals-core.mjs": "signals/signals-core.mjs",
        "LICENSE": "signals/LICENSE",
    },
    ("@preact/signals", "2.11.4"): {"dist/signals.mjs": "signals/signals.mjs"},
    ("@fluent/bundle", "0.19.1"): {
        f"esm/{name}.js": f"fluent/{name}.js"
        for name in ("ast", "builtins", "bundle", "index", "memoizer", "resolver", "resource", "scope", "types")
    },
    ("@fluent/langneg", "0.7.0"): {
        f"esm/{name}.js": f"langneg/{name}.js"
        for name in ("accepted_languages", "index", "locale", "matches", "negotiate_languages")
    },
    ("maplibre-gl", "6.17.0"): {
        "dist/maplibre-gl.mjs": "maplibre-gl/maplibre-gl.mjs",
        "dist/maplibre-gl-worker.mjs": "maplibre-gl/maplibre-gl-worker.mjs",
        "dist/maplibre-gl.css": "maplibre-gl/maplibre-gl.css",
        "LICENSE.txt": "maplibre-gl/LICENSE.txt",
    },
    ("polygon-clipping", "0.15.7"): {
        "dist/polygon-clipping.esm.js": "polygon-clipping/polygon-clipping.js",
        "LICENSE.md": "polygon-clipping/LICENSE.md",
    },
    ("splaytree", "3.2.3"): {"dist/splaytree.js": "polygon-clipping/splaytree.js"},
    ("robust-predicates", "3.0.3"): {
        "esm/orient2d.js": "polygon-clipping/orient2d.js",
        "esm/util.js": "polygon-clipping/util.js",
    },
    ("@fontsource/noto-sans", "5.3.0"): {
        **{
            f"files/noto-sans-{script}-{weight}-normal.woff2": f"fonts/noto-sans-{script}-{weight}.woff2"
            for script in ("latin", "latin-ext", "cyrillic")
            for weight in (400, 700)
        },
        "LICENSE": "fonts/LICENSE-noto-sans",
    },
    ("@fontsource/noto-sans-arabic", "5.3.0"): {
        **{
            f"files/noto-sans-arabic-arabic-{weight}-normal.woff2": f"fonts/noto-sans-arabic-{weight}.woff2"
            for weight in (400, 700)
        },
        "LICENSE": "fonts/LICENSE-noto-sans-arabic",
    },
}
# bare name -> name under vendor/
MODULES: Final = {
    "preact": "preact/preact.mjs",
    "preact/hooks": "preact/hooks.mjs",
    "htm": "htm/htm.mjs",
    "@preact/signals-core": "signals/signals-core.mjs",
    "splaytree": "polygon-clipping/splaytree.js",
    "robust-predicates": "polygon-clipping/orient2d.js",
}
_FROM: Final = re.compile(r"""(\bfrom\s*|\bimport\s*)(["'])([@a-z][^"'\s]*)\2""")
_MAP: Final = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


def served(content: bytes, name: str) -> bytes:
    """Return a file as it is served. name: under vendor/."""
    if not name.endswith((".js", ".mjs")):
        return content

    def relative(found: re.Match[str]) -> str:
        if found[3] not in MODULES:
            raise SystemExit(f"{name} imports {found[3]!r}, which is not among the packages")
        up = "../" * name.count("/")
        return f"{found[1]}{found[2]}{up}{MODULES[found[3]]}{found[2]}"

    head, tail = content[:4_000].decode(), content[4_000:].decode()  # imports stand first; strings further on are none
    return _MAP.sub("\n", _FROM.sub(relative, head) + tail).encode()


def main() -> None:
    """Fetch, copy, and write the lock."""
    files: list[dict[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        for (package, version), wanted in PACKAGES.items():
            made = subprocess.run(
                ["npm", "pack", "--json", f"{package}@{version}"], cwd=folder, check=True, capture_output=True
            )
            packed = json.loads(made.stdout)
            filename = packed[0]["filename"]
            with tarfile.open(fileobj=io.BytesIO((Path(folder) / filename).read_bytes())) as held:
                about = json.load(held.extractfile("package/package.json"))  # type: ignore[arg-type]
                for source, name in wanted.items():
                    content = held.extractfile(f"package/{source}").read()  # type: ignore[union-attr]
                    given = served(content, name)
                    target = VENDOR / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(given)
                    files.append(
                        {
                            "file": name,
                            "package": package,
                            "version": version,
                            "licence": about["license"],
                            "source": source,
                            "sha256_source": hashlib.sha256(content).hexdigest(),
                            "sha256": hashlib.sha256(given).hexdigest(),
                        }
                    )
    lock = {"files": sorted(files, key=lambda f: f["file"])}
    (STATIC / "vendor.lock.json").write_text(json.dumps(lock, indent=1) + "\n")


if __name__ == "__main__":
    main()
