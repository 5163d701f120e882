"""Settings: what is refused, and in which words."""

from pathlib import Path
from typing import Any

import pytest

from tansiq.config import Config, Misconfigured, address, is_loopback, load

KEY = {"trust_key": ("key.pem",)}
NORTH = {"name": "north", "key_file": "north.pem"}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"listen": "0.0.0.0:8080"}, "give --tls-cert and --tls-key, or --behind-proxy"),
        ({"listen": "[::]:8080"}, "can be reached from other machines"),
        ({"listen": "127.evil.example:8080"}, "can be reached from other machines"),
        ({"listen": "8080"}, "is not HOST:PORT"),
        ({"listen": "127.0.0.1:99999"}, "is not HOST:PORT"),
        ({"listen": "127.0.0.1:0", "tls_cert": "a"}, "belong together"),
        ({"metrics": "0.0.0.0:9464"}, "must be a loopback address"),
        (KEY, "audience is missing"),
        ({"issuers": [NORTH]}, "audience is missing"),
        ({**KEY, "audience": ["x"], "issuers": [NORTH]}, "lets a key sign for anyone"),
        ({"audience": ["x"], "issuers": [{"name": "n"}]}, "either key_file or jwks_url"),
        ({"audience": ["x"], "issuers": [{"name": "n", "jwks_url": "http://n.example"}]}, "is not https://"),
        ({"node_queue": 0}, "must be at least 1"),
        ({"retention_dayz": 3}, "unknown field `retention_dayz`"),
        ({"retention_days": "three"}, "Expected `int`, got `str` - at `$.retention_days`"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(given: dict[str, Any], says: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        load("", given)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"listen": "0.0.0.0:443", "behind_proxy": True},
        {"listen": "0.0.0.0:443", "tls_cert": "c.pem", "tls_key": "k.pem"},
        {"listen": "[::1]:8080", "metrics": ""},
        {"audience": ["x"], "issuers": [NORTH, {"name": "s", "jwks_url": "https://s.example/jwks", "subs": ["uss1"]}]},
        {"audience": ["x"], "allow_http": True, "issuers": [{"name": "n", "jwks_url": "http://127.0.0.1/jwks"}]},
    ],
)
def test_a_sound_setting_is_taken(given: dict[str, Any]) -> None:
    assert isinstance(load("", given), Config)


def test_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / "tansiq.toml"
    file.write_text('data = "a"\nretention_days = 3\n')
    config = load(str(file), {"data": "b"})
    assert (config.data, config.retention_days) == ("b", 3)


@pytest.mark.parametrize("content", ["data = ", "\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "tansiq.toml"
    if content is not None:
        file.write_bytes(content.encode("latin-1"))
    with pytest.raises(Misconfigured, match=r"tansiq\.toml cannot be read"):
        load(str(file), {})


def test_addresses() -> None:
    assert address("[::1]:80") == ("::1", 80)
    assert [is_loopback(host) for host in ("localhost", "127.3.2.1", "::1", "10.0.0.1", "dss.example")] == [
        True, True, True, False, False,
    ]  # fmt: skip
