"""Would the tests notice if the release rule leaked? `.venv/bin/python tests/mutations/release.py`

Each mutation is one line of the core that shows a viewer more than it may see. They are made one at a time in a copy of the
source, never in the tree itself, and with each the tests of release and of non-interference must fail. Exit 1 unless all are
caught.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
TESTS: Final = ("tests/core/test_non_interference.py", "tests/core/test_room_release.py")
RELEASE: Final = "core/release.py"
FLIGHTS: Final = "core/decide/flights.py"


class Mutation(NamedTuple):
    """What leaks; in which file; a line as it is, and as it would be."""

    leak: str
    file: str
    before: str
    after: str


MUTATIONS: Final = (
    Mutation(
        "plan level conflict returns existence",
        RELEASE,
        "        case PlanLevel.CONFLICT:\n            return None\n",
        "        case PlanLevel.CONFLICT:\n            return occupied(intent, flight, viewer, intent.id, flight.views)\n",
    ),
    Mutation(
        "an occupied place names its owner", RELEASE, "Intent(shown_id, NOBODY,", "Intent(shown_id, intent.manager,"
    ),
    Mutation(
        "a reservation shows the identity",
        RELEASE,
        "_shown_identity(flight.identity) if has_identity else NO_IDENTITY",
        "_shown_identity(flight.identity)",
    ),
    Mutation("a reservation shows the secret", RELEASE, '        secret=b"",\n', "        secret=flight.secret,\n"),
    Mutation("an occupied place counts real versions", RELEASE, "version=version)", "version=intent.version)"),
    Mutation(
        "an occupied place shows where an aircraft may be off its plan",
        RELEASE,
        '(), b"", 0, 0, shown_at=level)',
        '(), b"", 0, 0, flight.off_nominal, shown_at=level)',
    ),
    Mutation("a reservation shows what others are released", RELEASE, "grants=(),", "grants=flight.grants,"),
    Mutation("the preset for another party counts", RELEASE, "if preset.viewer == viewer:", "if preset.viewer:"),
    Mutation("the grant for another party counts", RELEASE, "if grant.viewer == viewer:", "if grant.viewer:"),
    Mutation(
        "the key must name real flights",
        FLIGHTS,
        "view.intents_near(volumes, Asked(shown.id, volumes))",
        "state.intents_near(volumes)",
    ),
    Mutation(
        "all are told of what they do not see",
        FLIGHTS,
        "if any(_watches(subscription.extent, place) for place in places[viewer]):",
        "if reach:",
    ),
    Mutation(
        "a watch tells of a sealed flight where no own flight meets it",
        FLIGHTS,
        "if any(_watches(subscription.extent, place) for place in places[viewer]):",
        "if places[viewer]:",
    ),
    Mutation(
        "a stand-in is the whole view",
        RELEASE,
        "part = _common(view, volume)",
        "part = view if may_touch(view, volume) else None",
    ),
    Mutation("fields that are held back are shown", RELEASE, "for name in identity.withheld if", "for name in () if"),
    Mutation(
        "the id of a stand-in is made of the real one",
        RELEASE,
        'b"id" + intent.flight.secret +',
        'b"id" + intent.id.encode() +',
    ),
    Mutation(
        "a party that is no member now is shown all",
        RELEASE,
        "granted.level > PlanLevel.EXISTENCE:",
        "granted.level > PlanLevel.IDENTITY:",
    ),
    Mutation(
        "the safety floor tells those who do not fly",
        RELEASE,
        "if state.intents[other].manager == viewer:",
        "if state.intents[other].manager:",
    ),
    Mutation(
        "a sealed flight is listed for whoever asks about its place",
        RELEASE,
        "each is not None and _touches(_places(each), volumes)",
        "each is not None",
    ),
)


def main() -> int:
    """Try each mutation; print what was caught, and by which tests."""
    with tempfile.TemporaryDirectory(prefix="tansiq-mutations-") as folder:
        copy = Path(folder) / "tansiq"
        shutil.copytree(ROOT / "src" / "tansiq", copy, ignore=shutil.ignore_patterns("__pycache__"))
        failing = [test for test in TESTS if not passes(copy, test)]
        if failing:
            print(f"Without any mutation these fail already: {', '.join(failing)}")
            return 1
        caught = sum(is_caught(copy, mutation) for mutation in MUTATIONS)
    print(f"{caught} of {len(MUTATIONS)} caught")
    return 0 if caught == len(MUTATIONS) else 1


def is_caught(copy: Path, mutation: Mutation) -> bool:
    """Return whether any test fails with a mutation."""
    path = copy / mutation.file
    text = path.read_text()
    found = text.count(mutation.before)
    assert found == 1, f"{mutation.leak}: {mutation.before!r} stands {found} times in {mutation.file}"
    path.write_text(text.replace(mutation.before, mutation.after))
    by = [Path(test).stem for test in TESTS if not passes(copy, test)]
    path.write_text(text)
    print(f"{'caught' if by else 'MISSED':<7} {mutation.leak:<64} {', '.join(by)}", flush=True)
    return bool(by)


def passes(copy: Path, test: str) -> bool:
    """Return whether all tests of a file pass with a copy of the source."""
    run = subprocess.run(
        [sys.executable, "-c", _RUN, str(copy), test],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stdout + run.stderr
    return run.returncode == 0


# The copy must be what is tested, not the source that is installed for development.
_RUN: Final = """
import sys, pathlib, pytest, tansiq.core.release
copy, test = sys.argv[1:]
assert pathlib.Path(tansiq.core.release.__file__).is_relative_to(copy), tansiq.core.release.__file__
sys.exit(pytest.main([test, "-x", "-m", "not soak", "-p", "no:cacheprovider", "--no-header"]))
"""


if __name__ == "__main__":
    sys.exit(main())
