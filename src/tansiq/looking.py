"""`tansiq get PATH`, `tansiq report`: what a server would answer to one question, from a data folder, and without a change.

It is for whoever has the files, and so could read them anyway. The log is decided again from its beginning; keys and
credentials of the folder are not touched: who asks is named, not signed in, and what the log's key would sign is not given.
"""

import contextlib
import sys
import tempfile
import time
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import httpx
import uvloop
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tansiq import token
from tansiq.assemble import Admission, answer, application
from tansiq.config import Config, Misconfigured
from tansiq.core.room import Delegate
from tansiq.core.state import State
from tansiq.core.units import DAY_US
from tansiq.credentials.issuer import Issuer as OwnIssuer
from tansiq.credentials.store import Credentials
from tansiq.gateways.auth import Authenticator, Issuer
from tansiq.gateways.door import CLIENT_PREFIX, ROOM_ISSUER
from tansiq.gateways.keys import key_of_pem
from tansiq.gateways.metrics import Metrics
from tansiq.gateways.room.endpoint import SESSION_COOKIE
from tansiq.log.checkpoint import origin_of
from tansiq.log.cosignatures import Cosignatures
from tansiq.log.derived import Derived
from tansiq.log.folder import Folder
from tansiq.log.reading import ReadingLog, looked_at
from tansiq.node.applier import Applier
from tansiq.node.clock import Clock
from tansiq.node.fairness import Shares
from tansiq.node.housekeeping import Habits, Housekeeper
from tansiq.node.loop import Node
from tansiq.node.outbox import Outbox
from tansiq.node.proof import Prover
from tansiq.node.start import Progress, Started, replay

HOST: Final = "files.tansiq.invalid"  # a name that no server has (RFC 6761, 6.4)
SIGNED: Final = ("/room/v1/receipts/", "/room/v1/checkpoint")
COUNTED: Final = ("/room/v1/plans/", "/room/v1/changes")
SCOPES: Final = (
    "utm.strategic_coordination",
    "utm.conformance_monitoring_sa",
    "utm.constraint_processing",
    "utm.constraint_management",
    "utm.availability_arbitration",
)


class _Nobody:
    """Counts nothing."""

    def committed(self, entries: int, seconds: float) -> None:
        pass

    def refused(self, kind: str) -> None:
        pass


def get(*, path: str, data: str, who: str) -> int:
    """Print the body of an answer. Returns 1 where the answer is an error."""
    if not path.startswith(("/room/v1/", "/dss/v1/")):
        raise Misconfigured(f"{path!r} is not a path of the room's door or the DSS: /room/v1/… or /dss/v1/….")
    if path.partition("?")[0].startswith(SIGNED) or path.startswith("/room/v1/events"):
        raise Misconfigured(f"{path} needs a running server: it is signed by the log's key, or goes on for ever.")
    if path.startswith(COUNTED):
        raise Misconfigured(
            f"{path} needs a running server, which counts the editions. Ask it, or for /room/v1/flights."
        )
    status, body = uvloop.run(_asked(path, Path(data), who))
    sys.stdout.buffer.write(body if body.endswith(b"\n") else body + b"\n")
    sys.stdout.flush()
    return int(status >= 400)


def report(*, about: str, data: str, party: str, language: str, out: str) -> int:
    """Write the report about a flight or zone, as a party sees it, into a file of its own. Returns 1 where there is none."""
    if Path(out).exists():
        raise Misconfigured(f"{out} is there already; a report is not written over anything.")
    path = "/room/v1/incident?" + urlencode({"about": about, "language": language})
    status, body = uvloop.run(_asked(path, Path(data), party))
    if status >= 400:
        sys.stderr.buffer.write(body + b"\n")
        return 1
    file = Path(out)
    file.touch(0o600)
    file.write_bytes(body.replace(f"http://{HOST}".encode(), b""))  # where the room is served is not in its files
    print(f"{out}: {len(body):,} bytes")
    return 0


async def _asked(path: str, data: Path, who: str) -> tuple[int, bytes]:
    with contextlib.ExitStack() as held:
        folder, log = held.enter_context(looked_at(data))
        scratch = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="tansiq-")))
        started = await _brought_up(folder, log, scratch, lambda position, last: None)
        held.callback(started.node.applier.derived.close)
        people = held.enter_context(contextlib.closing(Credentials(scratch / "secrets.sqlite")))
        outside, own = Ed25519PrivateKey.generate(), OwnIssuer(people)
        admitted = _admission(outside, own)
        state = started.node.state
        sent = _signed_in(path, state, who, people, own, outside, started.node.now_us())
        config = Config(data=str(data), audience=(HOST,))
        made = application(
            started,
            config,
            Metrics(),
            admitted,
            people=people if state.charter is not None else None,
            url=f"http://{HOST}",
        )
        async with httpx.AsyncClient(transport=httpx.ASGITransport(made.app), base_url=f"http://{HOST}") as http:
            try:
                told = await http.get(path, headers=sent)
            finally:
                await made.past.end()  # else the loop waits for its process when it closes
        return told.status_code, told.content


async def _brought_up(folder: Folder, log: ReadingLog, scratch: Path, progress: Progress) -> Started:
    """Return a node at the end of the log that writes nothing. What is derived of the log lies in `scratch`."""
    last = await log.committed()
    derived = Derived(scratch / "derived.sqlite", log.log_id, last)
    outbox = Outbox(scratch / "deliveries.sqlite", log.log_id, last)
    outbox.begin(0)
    applier = Applier(State(), derived, outbox, answer, lambda state, entry, decision: ())  # nobody is told anything
    await replay(log, applier, last, progress)
    clock = Clock()
    node = Node(engine=log, applier=applier, clock=clock, shares=Shares(1, 1, 1), observer=_Nobody())
    node.stopped = "This folder is only looked at."
    prover = Prover(
        engine=log,
        derived=derived,
        key=Ed25519PrivateKey.generate(),  # signs nothing that is given out: see SIGNED
        log_id=log.log_id,
        file=None,
        cosignatures=Cosignatures(folder.cosignatures, origin_of(log.log_id), derived.tree),
    )
    keeper = Housekeeper(node, prover, folder, clock, Habits(DAY_US, DAY_US, 1, 0, tidies=False), node.state.position)
    return Started(node, prover, keeper, scratch / "plans.sqlite", folder.path)


def _admission(outside: Ed25519PrivateKey, own: OwnIssuer) -> Admission:
    public = outside.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    issuers = [
        Issuer("files", (key_of_pem(public),)),
        Issuer(ROOM_ISSUER, tuple(key_of_pem(pem) for pem in own.public_pems()), prefix=CLIENT_PREFIX),
    ]
    return Admission(Authenticator(issuers, frozenset({HOST})), {})


def _signed_in(
    path: str, state: State, who: str, people: Credentials, own: OwnIssuer, outside: Ed25519PrivateKey, now_us: int
) -> dict[str, str]:
    """Return the header by which the question is that of whoever was named."""
    now_s = int(time.time())
    if path.startswith("/dss/"):
        if who in state.parties or who in state.delegates:
            client = _delegate(state, who, needs_machine=True)
            return {"authorization": f"Bearer {own.sign(client.id, HOST, SCOPES, now_s)}"}
        scope = " ".join(SCOPES)
        signed = token.sign(outside, sub=who, audience=HOST, scope=scope, expires_s=now_s + 60)
        return {"authorization": f"Bearer {signed}"}
    if state.charter is None:
        raise Misconfigured("No room was founded in this folder: it is a plain DSS, and has /dss/v1/… alone.")
    delegate = _delegate(state, who, needs_machine=False)
    return {"cookie": f"{SESSION_COOKIE}={people.open_session(delegate.id, now_us)}"}


def _delegate(state: State, who: str, *, needs_machine: bool) -> Delegate:
    """Return the person or machine named, or of the party named the one who may see most."""
    if who not in state.parties and who not in state.delegates:
        parties = ", ".join(sorted(state.parties))
        raise Misconfigured(f"{who!r} is no party of this room and nobody who acts for one. Its parties: {parties}.")
    found = [
        d
        for d in sorted(state.delegates.values(), key=lambda d: (-d.role, d.id))
        if who in (d.id, d.party) and (d.is_machine or not needs_machine)
    ]
    if found:
        return found[0]
    if needs_machine:
        raise Misconfigured(f"No machine acts for {who}, and the door of the DSS is for machines. Ask at /room/v1/….")
    raise Misconfigured(f"Nobody acts for {who} yet, so nobody sees what it may see.")
