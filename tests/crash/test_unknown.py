"""A disk of which nobody can say whether it wrote: the process ends, and the next one knows."""

import contextlib
import http.client
import json
import sys
from random import Random

import pytest

from .clients import Client
from .served import START_S, Place, Served

SERVE = """
import sys
from tansiq import cli
from tansiq.log.engine import Unknown
from tansiq.log.sqlite import SqliteLog

deed, append = sys.argv[1], SqliteLog._append

def failing(self, batch, expect):
    if self._written < 3:
        return append(self, batch, expect)
    if deed == "was done":
        append(self, batch, expect)
    raise Unknown("Whether position 4 was written cannot be found out. Check the disk, then start the server again.")

SqliteLog._append = failing
sys.exit(cli.main(sys.argv[2:]))
"""


@pytest.mark.parametrize("deed", ["was done", "was not done"])
def test_nobody_is_told_yes_or_no_and_the_process_ends_with_the_sentence(tmp_path, deed):
    place = Place(tmp_path)
    client = Client(place, 1, Random(1))
    with Served([sys.executable, "-c", SERVE, deed, "serve", *place.options()], place.log) as server:
        client.begin(server.port(), enough=10)
        client.join()
        assert server.process.wait(START_S) == 2
    assert len(client.answers) == 3
    assert client.unanswered is not None
    assert "cannot be found out" in str(client.end), "neither yes nor no"
    last_line = place.log.read_text().splitlines()[-1]
    assert last_line.startswith("tansiq: Whether position 4 was written cannot be found out.")

    with place.serve() as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port(), timeout=30)
        with contextlib.closing(connection):
            told = json.loads(client._request(connection, "GET", f"/room/v1/requests/{client.unanswered.key}").body)
            assert told["outcome"] == ("done" if deed == "was done" else "never ordered")
            client.settle(connection)
    assert client.answers[-1][1].position == 4
