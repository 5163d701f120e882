"""Public keys that sign tokens, each bound to exactly one algorithm.

A key that would accept two algorithms invites confusion between them (RFC 8725, 3.1): the algorithm is fixed here, when
the key is read, and a token's own `alg` can only agree or be refused.
"""

from typing import Any, Final, cast

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.jws import CompactSignature, JWSRegistry, validate_compact
from joserfc.util import urlsafe_b64decode
from msgspec import Struct

MAX_KEYS: Final = 32  # of one issuer. A token without `kid` is tried with each key of its algorithm: about 40 µs a key.
MIN_RSA_BITS: Final = 2_048  # NIST SP 800-131A rev. 2
MAX_RSA_BITS: Final = 8_192  # larger ones only make each check slow

# Key type and curve -> the algorithms such a key may have. The first is meant where the key does not say.
ALGORITHMS: Final[dict[tuple[str, str], tuple[str, ...]]] = {
    ("RSA", ""): ("RS256", "RS384", "RS512", "PS256"),
    ("EC", "P-256"): ("ES256",),
    ("EC", "P-384"): ("ES384",),
    ("OKP", "Ed25519"): ("EdDSA",),
}
_MEMBERS: Final = {"RSA": ("n", "e"), "EC": ("crv", "x", "y"), "OKP": ("crv", "x")}  # RFC 7518, 6; RFC 8037, 2


class _OneAlgorithm(JWSRegistry):
    """What joserfc asks whether an algorithm is allowed. Here one is; nothing is recommended, deprecated or guessed."""

    def get_alg(self, name: str) -> Any:
        assert self.allowed is not None
        if name not in self.allowed:
            raise JoseError(f"{name!r} is not the algorithm of the key")
        return self.algorithms[name]


_REGISTRIES: Final = {
    name: _OneAlgorithm(algorithms=[name], strict_check_header=False) for names in ALGORITHMS.values() for name in names
}


class VerifyKey(Struct, frozen=True):
    """A public key.

    kid: the name its issuer gave it; None for a key from a PEM file.
    thumbprint: RFC 7638, SHA-256.
    """

    kid: str | None
    algorithm: str
    thumbprint: str
    key: RSAKey | ECKey | OKPKey

    def signed(self, token: CompactSignature) -> bool:
        """Return whether this key, by its one algorithm, made the signature of `token`."""
        try:
            return validate_compact(token, self.key, registry=_REGISTRIES[self.algorithm])
        except (JoseError, ValueError):
            return False


def key_of_pem(text: str) -> VerifyKey:
    """Read one public key: RSA (RS256), EC P-256 (ES256), EC P-384 (ES384) or Ed25519 (EdDSA).

    Raises ValueError with a sentence for anything else, a private key too: it has no business on this machine.
    """
    if "PRIVATE KEY" in text:
        raise ValueError("This PEM holds a private key. Give the public one: openssl pkey -in FILE -pubout")
    if "BEGIN CERTIFICATE" in text:
        raise ValueError("This PEM holds a certificate. Give its key: openssl x509 -in FILE -noout -pubkey")
    if text.count("-----BEGIN ") != 1:
        raise ValueError(f"A PEM with one public key is needed; this text holds {text.count('-----BEGIN ')} blocks.")
    try:
        native = load_pem_public_key(text.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError(f"This PEM cannot be read as a public key: {error}") from error
    match native:
        case RSAPublicKey():
            _check_rsa_bits(native.key_size)
            return _bind(RSAKey.import_key(native), None, None)
        case EllipticCurvePublicKey() if native.curve.name in ("secp256r1", "secp384r1"):
            return _bind(ECKey.import_key(native), None, None)
        case Ed25519PublicKey():
            return _bind(OKPKey.import_key(native), None, None)
        case _:
            raise ValueError("This key is neither RSA nor EC P-256, EC P-384 or Ed25519.")


def keys_of_jwks(jwks: object) -> tuple[VerifyKey, ...]:
    """Return the keys of a JWK set (RFC 7517, 5) that can verify tokens.

    Keys for encryption, secret, private and weak ones are left out, as the RFC wants it of unknown kinds. Raises
    ValueError with a sentence that says why if none is left, or if `jwks` is no JWK set of at most `MAX_KEYS`.
    """
    listed = cast("dict[str, object]", jwks).get("keys") if isinstance(jwks, dict) else None
    if not isinstance(listed, list):
        raise ValueError('A JWK set is an object with a list "keys"; this is not one.')
    entries = cast("list[object]", listed)
    if len(entries) > MAX_KEYS:
        raise ValueError(f"The JWK set has {len(entries)} keys; at most {MAX_KEYS} are taken.")
    keys: list[VerifyKey] = []
    reasons: list[str] = []
    for place, jwk in enumerate(entries):
        try:
            keys.append(_key_of_jwk(jwk))
        except ValueError as error:
            reasons.append(f"key {place}: {error}")
    if not keys:
        raise ValueError(f"No key of the JWK set can be used: {'; '.join(reasons) or 'it is empty'}.")
    return tuple(keys)


def _key_of_jwk(jwk: object) -> VerifyKey:
    if not isinstance(jwk, dict):
        raise ValueError("it is not an object")
    members = cast("dict[str, Any]", jwk)
    kty, kid, alg = members.get("kty"), members.get("kid"), members.get("alg")
    if not isinstance(kty, str) or kty not in _MEMBERS:
        raise ValueError(f"kty {kty!r} is not one of {', '.join(_MEMBERS)}")
    if "d" in members:
        raise ValueError("it is a private key, so anybody who fetched it can sign")
    uses = members.get("key_ops", ["verify"])
    if members.get("use", "sig") != "sig" or not isinstance(uses, list) or "verify" not in uses:
        raise ValueError("it is not meant for signatures")
    if not isinstance(kid, str | None) or not isinstance(alg, str | None):
        raise ValueError("kid and alg must be strings")
    try:
        needed = {"kty": kty, **{name: members[name] for name in _MEMBERS[kty]}}
        bits = int.from_bytes(urlsafe_b64decode(needed["n"].encode())).bit_length() if kty == "RSA" else 0
    except (KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"it is malformed ({type(error).__name__}: {error})") from error
    if kty == "RSA":
        _check_rsa_bits(bits)  # first: joserfc takes weak keys, with a warning
    try:
        key = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}[kty].import_key(needed)
    except (JoseError, KeyError, TypeError, ValueError, UnsupportedAlgorithm) as error:
        raise ValueError(f"it is malformed ({type(error).__name__}: {error})") from error
    return _bind(key, kid, alg)


def _check_rsa_bits(bits: int) -> None:
    if not MIN_RSA_BITS <= bits <= MAX_RSA_BITS:
        raise ValueError(f"an RSA key of {bits} bits; {MIN_RSA_BITS} to {MAX_RSA_BITS} are taken")


def _bind(key: RSAKey | ECKey | OKPKey, kid: str | None, alg: str | None) -> VerifyKey:
    """Fix the one algorithm of a key: `alg` where given, else the first of its kind."""
    kind = (key.key_type, "" if isinstance(key, RSAKey) else key.curve_name)
    allowed = ALGORITHMS.get(kind, ())
    algorithm = alg if alg is not None else next(iter(allowed), "")
    if algorithm not in allowed:
        raise ValueError(
            f"a {' '.join(kind).strip()} key cannot have alg {alg!r}; possible: {', '.join(allowed) or 'none'}"
        )
    return VerifyKey(kid, algorithm, key.thumbprint(), key)


def candidates(keys: tuple[VerifyKey, ...], kid: str | None, algorithm: str) -> tuple[VerifyKey, ...]:
    """Return the keys that may have signed a token with this `kid` and `alg`.

    A `kid` is only ever compared with the names of known keys. One that names none leaves the keys without name (PEM).
    """
    named = tuple(key for key in keys if key.kid == kid) if kid is not None else ()
    return tuple(
        key for key in (named or keys) if key.algorithm == algorithm and (named or kid is None or key.kid is None)
    )


def knows(keys: tuple[VerifyKey, ...], kid: str | None) -> bool:
    """Return whether a token's `kid` leads to a key at all, so that fetching the keys anew could not help."""
    return any(kid is None or key.kid in (None, kid) for key in keys)
