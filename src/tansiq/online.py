"""Commands that run a node."""

import sys
from collections.abc import Callable

import uvloop

from tansiq import assemble
from tansiq.config import Config
from tansiq.gateways.logs import set_up_logging
from tansiq.importing import import_flights as import_flights


def serve(config: Config) -> int:
    """Serve until a signal comes."""
    set_up_logging()
    uvloop.run(assemble.serve(config, ready=_announce(config), progress=replaying))
    return 0


def replaying(position: int, last: int) -> None:
    """Show how far a replay has come, where somebody looks."""
    if sys.stderr.isatty():
        end = "\n" if position == last else ""
        print(f"\rReading the log: {position:,} of {last:,} entries", end=end, file=sys.stderr, flush=True)


def _announce(config: Config) -> Callable[[str], None]:
    def say(url: str) -> None:
        print(f"Tansiq serves {config.data} at {url}", flush=True)
        if not config.trust_key and not config.issuers:
            print("Nobody can sign in yet: give --trust-key FILE.pem and --audience NAME.", flush=True)
        if config.metrics:
            print(f"Metrics at http://{config.metrics}/metrics", flush=True)

    return say
