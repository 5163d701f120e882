"""The command line: parses arguments, nothing else."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from tansiq.config import Config, Misconfigured, load
from tansiq.log.engine import Outage

EXIT_TROUBLE = 2  # as argparse itself; 1 means "looked, and something is wrong"


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 all well, 1 found wrong, 2 could not be done, 3 the log has forked."""
    if not __debug__:
        print(
            "Tansiq does not run under python -O: its assertions are what stops a node that went wrong.",
            file=sys.stderr,
        )
        return EXIT_TROUBLE
    arguments = vars(_parser().parse_args(argv))
    run: Callable[..., int] = arguments.pop("run")
    try:
        return run(**arguments)
    except (Outage, Misconfigured) as trouble:
        print(f"tansiq: {trouble}", file=sys.stderr)
        return EXIT_TROUBLE
    except KeyboardInterrupt:
        return 130


def _command(module: str, name: str) -> Callable[..., int]:
    """Return what runs a command. Its module is loaded then: all of them take a second, and most need few."""

    def run(**given: Any) -> int:
        return getattr(import_module(f"tansiq.{module}"), name)(**given)

    return run


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tansiq",
        description="An open joint operations room for airspace shared by parties who do not fully trust each other.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _serve(commands)
    _demo(commands)
    _import(commands)
    _conflicts(commands)
    _proofs(commands)
    _care(commands)
    _room(commands)
    _cosign(commands)
    _token(commands)
    return parser


def _serve(commands: Any) -> None:
    serve = commands.add_parser("serve", help="serve a DSS (ASTM F3548-21) from a data folder")
    _settings(serve)
    serve.set_defaults(run=_run_serve)


def _run_serve(**given: Any) -> int:
    return _command("online", "serve")(config=load(given.pop("config"), given))


def _settings(parser: argparse.ArgumentParser) -> None:
    none = argparse.SUPPRESS  # what is not given is left to the configuration file, then to the default
    d = Config()
    add = parser.add_argument
    add("--config", default="", metavar="FILE", help="TOML file with the same names, hyphens as underscores")
    add("--data", default=none, metavar="DIR", help=f"data folder (default: {d.data})")
    add("--listen", default=none, metavar="HOST:PORT", help=f"address of the doors (default: {d.listen})")
    add(
        "--metrics",
        default=none,
        metavar="HOST:PORT",
        help=f'loopback address of OpenMetrics, "" for none (default: {d.metrics})',
    )
    add(
        "--trust-key",
        action="append",
        default=none,
        metavar="FILE.pem",
        help="public key that may sign any sub; repeatable",
    )
    add(
        "--audience",
        action="append",
        default=none,
        metavar="NAME",
        help="name that tokens for this server carry; repeatable",
    )
    add("--allow-http", action="store_true", default=none, help="permit http:// base URLs of USSs (tests only)")
    add(
        "--allow-private-peers",
        action="store_true",
        default=none,
        help="also notify subscribers at loopback, private and link-local addresses",
    )
    add("--behind-proxy", action="store_true", default=none, help="a proxy in front does TLS; permits other addresses")
    add("--url", default=none, metavar="URL", help="where people reach the room, for links (default: the address)")
    add("--tls-cert", default=none, metavar="FILE", help="certificate chain")
    add("--tls-key", default=none, metavar="FILE", help="private key of the certificate")
    for name, what in (
        ("issuer-key-days", "days until the room signs machines' tokens with a new key"),
        ("retention-days", "days that ended intents and constraints stay readable"),
        ("report-retention-days", "days until the text of problem reports is erased"),
        ("party-queue", "requests of one party that may wait"),
        ("node-queue", "requests of all parties that may wait"),
        ("party-writes-per-s", "sustained writes of one party a second"),
        ("snapshot-entries", "entries between two snapshots"),
        ("disk-reserve-mb", "free disk below which writes are refused"),
    ):
        add(
            f"--{name}",
            type=int,
            default=none,
            metavar="N",
            help=f"{what} (default: {getattr(d, name.replace('-', '_')):,})",
        )


def _demo(commands: Any) -> None:
    show = commands.add_parser("demo", help="a day of real flights, or a room of six parties, to look at")
    show.add_argument(
        "--scenario",
        choices=("alps", "aden"),
        default="alps",
        help="alps: a recorded day booked and searched; aden: a living room of fictional parties (default: alps)",
    )
    show.add_argument(
        "--data", default="", metavar="DIR", help="data folder to keep (default: a new one that is removed)"
    )
    show.add_argument("--listen", default="127.0.0.1:8080", metavar="HOST:PORT", help="address of the page")
    show.add_argument("--out", default="conflicts.geojson", metavar="FILE", help="where the overlaps are written")
    show.add_argument("--no-serve", action="store_true", help="stop after the table")
    show.add_argument("--no-browser", action="store_true", help="print where the page is, and do not open it")
    show.set_defaults(run=_run_demo)


def _run_demo(*, scenario: str, data: str, listen: str, out: str, no_serve: bool, no_browser: bool) -> int:
    if scenario == "aden":
        return _command("demo.aden", "run")(data=data, listen=listen, no_serve=no_serve, no_browser=no_browser)
    return _command("demo", "run")(data=data, listen=listen, out=out, no_serve=no_serve, no_browser=no_browser)


def _import(commands: Any) -> None:
    imported = commands.add_parser("import", help="read recorded trajectories and book them as intents")
    kinds = imported.add_subparsers(metavar="KIND", required=True)
    flights = kinds.add_parser("flights", help="recorded flights, as .json.gz, .json or .csv")
    flights.add_argument("file", metavar="FILE")
    flights.add_argument("--data", default="data", metavar="DIR", help="data folder; no server may be using it")
    flights.add_argument(
        "--party", default="", help="book all for this party (default: the first letters of each callsign)"
    )
    flights.add_argument("--lateral-nm", type=float, default=2.5, help="half width beside the path (default: 2.5)")
    flights.add_argument("--vertical-ft", type=float, default=400, help="half height around the path (default: 400)")
    flights.add_argument("--time-s", type=float, default=60, help="seconds before and after (default: 60)")
    flights.set_defaults(run=_command("online", "import_flights"))


def _conflicts(commands: Any) -> None:
    conflicts = commands.add_parser("conflicts", help="exact 4D conflicts between the flights of a file")
    conflicts.add_argument("file", metavar="FILE", help="JSON as in tests/vectors, or GeoJSON")
    conflicts.add_argument("--format", dest="form", choices=("table", "json", "geojson"), default="table")
    conflicts.add_argument("--lateral-m", type=float, default=0.0, help="buffer in plan")
    conflicts.add_argument("--vertical-m", type=float, default=0.0, help="buffer in height")
    conflicts.add_argument("--time-s", type=float, default=0.0, help="buffer in time")
    conflicts.set_defaults(run=_command("offline", "conflicts"))


def _proofs(commands: Any) -> None:
    verify = commands.add_parser(
        "verify", help="re-check a data folder, a receipt, a cosigned checkpoint, or two checkpoints; needs no server"
    )
    verify.add_argument(
        "paths", nargs="+", metavar="PATH", help="a data folder, a receipt, a checkpoint, or an old and a new one"
    )
    verify.add_argument(
        "--vkey", default="", help="the log's verifier key, or a file with it, for receipts and checkpoints"
    )
    verify.add_argument(
        "--folder", default="", metavar="DIR", help="data folder or backup that proves one checkpoint from the other"
    )
    verify.add_argument(
        "--cosigner",
        action="append",
        default=[],
        metavar="VKEY",
        help="verifier key of a party, or a file with it, that must have cosigned; repeatable",
    )
    verify.set_defaults(run=_command("offline", "verify"))
    replay = commands.add_parser("replay", help="decide the whole log again and print the digests")
    replay.add_argument("data", metavar="DIR")
    replay.add_argument("--until", type=int, default=None, metavar="POSITION")
    replay.set_defaults(run=_command("offline", "replay"))
    get = commands.add_parser("get", help="answer one question from a data folder, as a server would; changes nothing")
    get.add_argument("path", metavar="PATH", help="as /room/v1/flights or /dss/v1/operational_intent_references/ID")
    get.add_argument("--data", default="data", metavar="DIR", help="data folder; a server may be using it")
    get.add_argument(
        "--as",
        dest="who",
        required=True,
        metavar="WHO",
        help="a party, a person's or machine's id, or a USS: whose view it is. For whoever has the files",
    )
    get.set_defaults(run=_command("looking", "get"))
    reports = commands.add_parser(
        "report", help="write what a party had been given of what happened, as a page to print"
    )
    kinds = reports.add_subparsers(metavar="KIND", required=True)
    incident = kinds.add_parser("incident", help="about one flight or zone, entry by entry, with the parties' accounts")
    incident.add_argument("--about", required=True, metavar="ID", help="of the flight or zone, as the party sees it")
    incident.add_argument("--data", default="data", metavar="DIR", help="data folder; a server may be using it")
    incident.add_argument("--party", required=True, metavar="CODE", help="whose view it is. For whoever has the files")
    incident.add_argument("--language", default="en", choices=("en", "ar", "fa", "fr", "ru"), help="(default: en)")
    incident.add_argument("-o", "--out", required=True, metavar="FILE", help="HTML file to write; it must not be there")
    incident.set_defaults(run=_command("looking", "report"))


def _care(commands: Any) -> None:
    backup = commands.add_parser("backup", help="copy a data folder, also while a server runs")
    backup.add_argument("data", metavar="DIR")
    backup.add_argument("target", metavar="TARGET")
    backup.add_argument("--with-keys", action="store_true", help="also copy the log's private key")
    backup.set_defaults(run=_command("care", "backup"))
    restore = commands.add_parser("restore", help="put a backup in place, checked against a checkpoint")
    restore.add_argument("source", metavar="BACKUP")
    restore.add_argument("data", metavar="DIR")
    restore.add_argument("--checkpoint", default="", metavar="FILE", help="newest checkpoint that a party or you kept")
    restore.add_argument("--vkey", default="", help="verifier key of that checkpoint, if the backup has no log key")
    restore.add_argument("--keys", default="", metavar="DIR", help="folder with the log's key, if the backup has none")
    restore.add_argument(
        "--accept-loss", action="store_true", help="entries may be missing: begin a new epoch with a new key"
    )
    restore.set_defaults(run=_command("care", "restore"))
    erase = commands.add_parser("erase", help="destroy the erasable part of an entry; the server must not run")
    erase.add_argument("position", type=int, metavar="POSITION")
    erase.add_argument("--data", default="data", metavar="DIR")
    erase.add_argument("--reason", choices=("demand", "retention", "law"), default="demand", help="kept in the log")
    erase.set_defaults(run=_command("care", "erase"))
    doctor = commands.add_parser(
        "doctor", help="look at a data folder and this machine; say what is wrong and the cure"
    )
    doctor.add_argument("data", metavar="DIR", nargs="?", default="data")
    doctor.add_argument("--accept-clock", action="store_true", help="vouch for this machine's clock after it jumped")
    doctor.set_defaults(run=_command("care", "doctor"))


def _room(commands: Any) -> None:
    room = commands.add_parser("room", help="found a room of parties, and let their first leads in")
    kinds = room.add_subparsers(metavar="WHAT", required=True)
    init = kinds.add_parser("init", help="found a room in a data folder; the server must not run")
    init.add_argument("--data", default="data", metavar="DIR")
    init.add_argument("--name", required=True, help="what the room is called")
    init.add_argument("--party", required=True, metavar="CODE", help="code of the first party, like HAL")
    init.add_argument("--party-name", default="", metavar="NAME", help="what that party is called")
    init.add_argument("--url", default="http://127.0.0.1:8080", help="where people will reach the room")
    init.set_defaults(run=_command("rooms", "init"))
    invite = kinds.add_parser("invite", help="print the way in for the first lead of an admitted party")
    invite.add_argument("--data", default="data", metavar="DIR")
    invite.add_argument("--party", required=True, metavar="CODE")
    invite.add_argument("--url", default="http://127.0.0.1:8080", help="where people reach the room")
    invite.set_defaults(run=_command("rooms", "invite"))
    client = kinds.add_parser("client", help="let a machine act for a party; prints its id and secret, once")
    client.add_argument("--data", default="data", metavar="DIR", help="folder; no server may be using it")
    client.add_argument("--party", default="", metavar="CODE", help="a party that has no lead yet")
    client.add_argument("--name", required=True, help="what the party calls the machine")
    client.add_argument("--role", choices=("observer", "officer"), default="observer", help="(default: observer)")
    client.add_argument("--sign-in", default="", metavar="NAME", help="a lead of the party, who asks the running room")
    client.add_argument("--url", default="http://127.0.0.1:8080", help="of the running room, with --sign-in")
    client.set_defaults(run=_command("rooms", "client"))


def _cosign(commands: Any) -> None:
    cosign = commands.add_parser(
        "cosign", help="look at a room's log from a party's own machine, and sign what was seen"
    )
    what = cosign.add_mutually_exclusive_group(required=True)
    what.add_argument("url", nargs="?", metavar="URL", help="of the room, as https://room.example")
    what.add_argument("--new-key", metavar="FILE", help="make a party's key, and print what its lead registers")
    add = cosign.add_argument
    add("--name", default="", help="of the new key, as hal.example/witness")
    add("--key", default="cosign.pem", metavar="FILE", help="the party's key (default: cosign.pem)")
    add(
        "--state",
        default="",
        metavar="FILE",
        help="where the last head is remembered (default: the key's, with .state)",
    )
    add(
        "--log-key",
        default="",
        metavar="VKEY",
        help="the log's key, or a file with it (default: as it was first shown)",
    )
    add("--token", default="", metavar="FILE", help="a file with a token of the room")
    add("--client-id", default="", metavar="ID", help="the machine, as `tansiq room client` made it")
    add("--client-secret", default="", metavar="FILE", help="a file, 0600, with the machine's secret")
    add("--every", type=float, default=0.0, metavar="SECONDS", help="look again and again (default: once)")
    add("--allow-http", action="store_true", help="permit http:// to another machine (tests only)")
    cosign.set_defaults(run=_run_cosign)


def _run_cosign(*, new_key: str | None, name: str, **given: Any) -> int:
    if new_key is None:
        return _command("cosigning", "run")(**given)
    return _command("cosigning", "new_key")(file=new_key, name=name)


def _token(commands: Any) -> None:
    made = commands.add_parser("token", help="sign a token for trying things out; makes the key on first use")
    made.add_argument(
        "--key", default="try.pem", metavar="FILE", help="private key; FILE.pub is what `serve --trust-key` wants"
    )
    made.add_argument("--sub", default="uss1", help="who the token speaks for")
    made.add_argument("--audience", default="localhost")
    made.add_argument("--scope", default="utm.strategic_coordination", help="space separated")
    made.add_argument("--hours", type=float, default=1.0)
    made.set_defaults(run=_command("token", "run"))


if __name__ == "__main__":
    sys.exit(main())
