"""Tokens made by hand, with `cryptography` alone, so that the library under test never judges its own work."""

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

NOW_S = 1_700_000_000.0
RSA = rsa.generate_private_key(65537, 2048)
RSA_OTHER = rsa.generate_private_key(65537, 2048)
EC = ec.generate_private_key(ec.SECP256R1())
EC_384 = ec.generate_private_key(ec.SECP384R1())
ED = ed25519.Ed25519PrivateKey.generate()


def sentences(rows: list[Any]) -> list[str]:
    """Return the names of a table's rows. Tokens cannot be names: they differ in each process."""
    return [row[-1] for row in rows]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def pem(private: Any) -> str:
    return private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def private_pem(private: Any) -> str:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def jwk(private: Any, **more: Any) -> dict[str, Any]:
    public = private.public_key()
    if isinstance(private, rsa.RSAPrivateKey):
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": number(numbers.n), "e": number(numbers.e), **more}
    if isinstance(private, ec.EllipticCurvePrivateKey):
        numbers, size = public.public_numbers(), private.curve.key_size // 8
        x, y = b64(numbers.x.to_bytes(size, "big")), b64(numbers.y.to_bytes(size, "big"))
        return {"kty": "EC", "crv": f"P-{private.curve.key_size}", "x": x, "y": y, **more}
    return {"kty": "OKP", "crv": "Ed25519", "x": b64(public.public_bytes(Encoding.Raw, PublicFormat.Raw)), **more}


def signature(private: Any, alg: str, data: bytes) -> bytes:
    digest: Any = {"256": hashes.SHA256, "384": hashes.SHA384, "512": hashes.SHA512}.get(alg[2:], hashes.SHA256)()
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return private.sign(data)
    if isinstance(private, rsa.RSAPrivateKey):
        pss = padding.PSS(padding.MGF1(digest), digest.digest_size)
        return private.sign(data, pss if alg.startswith("PS") else padding.PKCS1v15(), digest)
    size = private.curve.key_size // 8
    r, s = decode_dss_signature(private.sign(data, ec.ECDSA(digest)))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def unsigned(header: Any, claims: Any) -> str:
    parts = (part if isinstance(part, bytes) else json.dumps(part).encode() for part in (header, claims))
    return ".".join(b64(part) for part in parts)


def claims(**changed: Any) -> dict[str, Any]:
    """The claims of a good token; a value of None leaves one out."""
    good = {"sub": "uss1", "aud": "dss.example", "exp": NOW_S + 3600, "scope": "a.read b.write", **changed}
    return {name: value for name, value in good.items() if value is not None}


def token(private: Any = RSA, alg: str = "RS256", header: dict[str, Any] | None = None, **changed: Any) -> str:
    full = {"alg": alg, "typ": "JWT", **(header or {})}
    data = unsigned({name: value for name, value in full.items() if value is not None}, claims(**changed))
    return f"{data}.{b64(signature(private, alg, data.encode()))}"
