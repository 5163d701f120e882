"""The process that looks back. It reads what is wanted from its input, and writes what it tells to its output: each with its
length in 4 bytes before it. It ends with its input, so that it does not outlive who started it.
"""

import gc
import os
import sys
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from tansiq.gateways.room.incident.answer import reported
from tansiq.gateways.room.incident.walk import Walks
from tansiq.gateways.room.past.replays import Replays
from tansiq.gateways.room.past.shown import Told, Wanted, WantedIncident, told
from tansiq.log.engine import Outage
from tansiq.log.reading import looked_at
from tansiq.node import snapshots

_NICE: Final = 10  # it gives way to requests
_encode: Final = msgspec.msgpack.Encoder().encode
_wanted: Final = msgspec.msgpack.Decoder(Wanted | WantedIncident)


def main(path: str) -> None:
    """Answer until the input ends."""
    os.nice(_NICE)
    gc.disable()  # see snapshots.no_garbage: a replay makes no cycles
    said, asked = sys.stdout.buffer, sys.stdin.buffer
    with looked_at(Path(path)) as (folder, log):
        replays = Replays(log, lambda until: snapshots.newest(folder, until))
        walks = Walks(log)
        while (frame := _read(asked)) is not None:
            wanted = _wanted.decode(frame)
            try:
                if isinstance(wanted, WantedIncident):
                    answer = reported(walks.of(wanted), wanted, log.typed)
                else:
                    position = replays.position_at(wanted.time_us, wanted.last)
                    answer = told(replays.at(position), wanted, log.typed)
            except Outage as outage:
                answer = Told(outage=str(outage))
            _write(said, _encode(answer))


def _read(source: BinaryIO) -> bytes | None:
    head = source.read(4)
    return source.read(int.from_bytes(head)) if len(head) == 4 else None


def _write(into: BinaryIO, body: bytes) -> None:
    into.write(len(body).to_bytes(4) + body)
    into.flush()


if __name__ == "__main__":
    main(sys.argv[1])
