"""The room's own issuer of tokens for machines: JWTs (RFC 7519) signed with Ed25519 (EdDSA, RFC 8037).

The keys lie in `secrets.sqlite` and are read anew for each token, so that any number of issuers on one file, in one process
or several, sign with the same key.
"""

import base64
import hashlib
import os
from collections.abc import Iterable
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tansiq.credentials.store import Credentials

MAX_LIFE_S: Final = 3_600  # of a token: there is no list of withdrawn ones, so they must run out soon
LEEWAY_S: Final = 60  # how long an old key is published beyond that, for clocks that go slow


class Issuer:
    """Signs tokens for the room's clients. Whether a client may have one is decided before; see `check_client`.

    Safe to use from several threads; a token takes about 0.1 ms.
    """

    def __init__(self, credentials: Credentials, iss: str = "tansiq-room") -> None:
        """Take the keys of a file; the first one is made where there is none.

        iss: the claim of that name (RFC 7519, 4.1.1); the room's address where others than this server read the tokens.
        """
        self._credentials = credentials
        self._iss = iss
        if credentials.signing_key() is None:
            credentials.add_first_signing_key(*_new_key())

    def sign(self, client_id: str, audience: str, scopes: Iterable[str], now_s: int, life_s: int = MAX_LIFE_S) -> str:
        """Return a token for a client (`sub`) to use at one audience (`aud`) for `life_s` seconds from `now_s`.

        now_s: seconds since 1970. life_s: 1 to `MAX_LIFE_S`. scopes: written into one claim with spaces between
        (RFC 8693, 4.2); none is a token that may do nothing. `kid` is the key's thumbprint (RFC 7638), `jti` 16 random bytes.
        """
        listed = list(scopes)
        assert 0 < life_s <= MAX_LIFE_S, f"a token lives 1 to {MAX_LIFE_S} s, not {life_s}"
        assert all(scope and " " not in scope for scope in listed), "a scope is one word (RFC 6749, 3.3)"
        private = self._credentials.signing_key()
        assert private is not None, "the first key is made with the issuer, and none is taken away without a new one"
        key = Ed25519PrivateKey.from_private_bytes(private)
        claims = {
            "iss": self._iss,
            "sub": client_id,
            "aud": audience,
            "iat": now_s,
            "exp": now_s + life_s,
            "jti": _base64url(os.urandom(16)),
            "scope": " ".join(listed),
        }
        header = {"alg": "EdDSA", "typ": "JWT", "kid": _thumbprint(key.public_key().public_bytes_raw())}
        text = f"{_part(header)}.{_part(claims)}"
        return f"{text}.{_base64url(key.sign(text.encode()))}"

    def rotate(self, now_s: int) -> None:
        """Make a new key, which signs from now on.

        The old one can sign no more, and is published until its last token has run out; `retire` then takes it away.
        Whoever verifies tokens here must be given `public_pems` anew.
        """
        self.retire(now_s)
        self._credentials.replace_signing_key(*_new_key(), now_s, old_until_s=now_s + MAX_LIFE_S + LEEWAY_S)

    def keep(self, now_s: int, longest_s: int) -> bool:
        """Do what is due: change a key that has signed for `longest_s`, take old ones away. Returns whether any changed.

        Call it now and then; if True, whoever verifies tokens here must be given `public_pems` anew, before the next token.
        """
        if now_s - self._credentials.signs_since_s(now_s) < longest_s:
            return self.retire(now_s)
        self.rotate(now_s)
        return True

    def retire(self, now_s: int) -> bool:
        """Take away old keys whose last token has run out, and return whether there were any. Call it now and then."""
        return self._credentials.drop_public_keys(now_s)

    def jwks(self) -> bytes:
        """Return the public keys as a JWK set (RFC 7517, 5; RFC 8037, 2): the one that signs, then old ones."""
        keys = [
            {
                "kty": "OKP",
                "crv": "Ed25519",
                "x": _base64url(public),
                "kid": _thumbprint(public),
                "alg": "EdDSA",
                "use": "sig",
            }
            for public in self._credentials.public_keys()
        ]
        return msgspec.json.encode({"keys": keys})

    def public_pems(self) -> tuple[str, ...]:
        """Return the public keys, each as PEM (SubjectPublicKeyInfo): the one that signs, then old ones."""
        return tuple(
            Ed25519PublicKey.from_public_bytes(public)
            .public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            .decode()
            for public in self._credentials.public_keys()
        )


def _new_key() -> tuple[bytes, bytes]:
    """Return the private and the public half of a new key."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw(), key.public_key().public_bytes_raw()


def _thumbprint(public: bytes) -> str:
    """RFC 7638 over the members that RFC 8037, 2 names, in the order of the alphabet and without spaces."""
    members = f'{{"crv":"Ed25519","kty":"OKP","x":"{_base64url(public)}"}}'
    return _base64url(hashlib.sha256(members.encode()).digest())


def _part(content: dict[str, str] | dict[str, str | int]) -> str:
    return _base64url(msgspec.json.encode(content))


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
