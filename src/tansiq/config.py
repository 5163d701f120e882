"""Every setting: name, default, unit, sentence. The command line has the same names with hyphens."""

import ipaddress
import tomllib
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct


class IssuerConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody whose tokens are believed.

    name: shown in the log of the server. key_file: PEM of a public key, or jwks_url: where the issuer publishes its keys.
    iss: what the claim must be; left out: anything. subs: for whom it may speak; left out: for anyone, which only a sole
    issuer may.
    """

    name: str
    key_file: str = ""
    jwks_url: str = ""
    iss: str | None = None
    subs: tuple[str, ...] | None = None


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """What an operator may set.

    data: folder of the log and everything derived from it.
    listen: address and port of the doors; anything but loopback needs `tls_cert` and `tls_key`, or `behind_proxy`.
    metrics: loopback address and port of the OpenMetrics page; "" for none.
    trust_key: PEM files of public keys; with no `issuers`, such a key may sign any sub.
    issuers: who may sign tokens, and for whom.
    audience: names that tokens for this server carry.
    allow_http: whether USS base URLs and JWKS may be http://. For tests.
    allow_private_peers: whether what others subscribed is also sent to loopback, private and link-local addresses.
    behind_proxy: a proxy in front does TLS.
    url: where people reach the room, for links; "": the address listened on.
    issuer_key_days: how long the room's own issuer signs tokens of machines with one key.
    elevation: folder of SRTM tiles (*.hgt), for limits above the ground; "": the lowest and highest ground must be typed.
    retention_days: how long ended intents and constraints stay readable.
    report_retention_days: how long the text of problem reports is kept before it is erased.
    party_queue, node_queue: requests that may wait, of one party and of all. party_writes_per_s: sustained.
    snapshot_entries: entries between two snapshots. disk_reserve_mb: below that much free disk, writes get 503.
    """

    data: str = "data"
    listen: str = "127.0.0.1:8080"
    metrics: str = "127.0.0.1:9464"
    trust_key: tuple[str, ...] = ()
    issuers: tuple[IssuerConfig, ...] = ()
    audience: tuple[str, ...] = ()
    allow_http: bool = False
    allow_private_peers: bool = False
    behind_proxy: bool = False
    tls_cert: str = ""
    tls_key: str = ""
    url: str = ""
    issuer_key_days: int = 30
    elevation: str = ""
    retention_days: int = 7
    report_retention_days: int = 90
    party_queue: int = 512
    node_queue: int = 4_096
    party_writes_per_s: int = 5_000
    snapshot_entries: int = 100_000
    disk_reserve_mb: int = 64


class Misconfigured(Exception):
    """A setting cannot be used. The text names it and says what would do."""


def load(path: str, given: dict[str, Any]) -> Config:
    """Return the settings of a TOML file (path "" for none), overridden by those given on the command line."""
    settings: dict[str, Any] = {}
    if path:
        try:
            settings = tomllib.loads(Path(path).read_text())
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Misconfigured(f"The configuration file {path} cannot be read: {error}.") from None
    try:
        return _checked(msgspec.convert(settings | given, Config))
    except msgspec.ValidationError as error:
        raise Misconfigured(f"The configuration is wrong: {error}.") from None


def address(text: str) -> tuple[str, int]:
    """Return host and port of "HOST:PORT" or "[HOST]:PORT". Port 0 lets the system choose."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65_535:
        raise Misconfigured(f"{text!r} is not HOST:PORT, as 127.0.0.1:8080 is.")
    return host.strip("[]"), int(port)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach a host name or address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _checked(config: Config) -> Config:
    host, _ = address(config.listen)
    if bool(config.tls_cert) != bool(config.tls_key):
        raise Misconfigured("tls_cert and tls_key belong together: give both or none.")
    if not is_loopback(host) and not config.tls_cert and not config.behind_proxy:
        raise Misconfigured(
            f"{config.listen} can be reached from other machines: give --tls-cert and --tls-key, or --behind-proxy if a "
            "proxy in front does TLS."
        )
    if config.metrics and not is_loopback(address(config.metrics)[0]):
        raise Misconfigured(f"metrics is {config.metrics!r}; it must be a loopback address: the page has no password.")
    for name in (
        "party_queue",
        "node_queue",
        "party_writes_per_s",
        "snapshot_entries",
        "issuer_key_days",
        "retention_days",
        "report_retention_days",
    ):
        if getattr(config, name) < 1:
            raise Misconfigured(f"{name} is {getattr(config, name)}; it must be at least 1.")
    for issuer in config.issuers:
        if bool(issuer.key_file) == bool(issuer.jwks_url):
            raise Misconfigured(f"Issuer {issuer.name!r} needs either key_file or jwks_url.")
        if issuer.jwks_url.startswith("http://") and not config.allow_http:
            raise Misconfigured(
                f"Issuer {issuer.name!r}: {issuer.jwks_url} is not https://. Use https, or --allow-http."
            )
    if config.issuers and config.trust_key:
        raise Misconfigured(
            "trust_key lets a key sign for anyone; with `issuers`, name that key as one of them instead."
        )
    if (config.issuers or config.trust_key) and not config.audience:
        raise Misconfigured("audience is missing: the name that tokens for this server carry as `aud`.")
    return config
