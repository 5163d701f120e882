"""Tokens as an authorisation server signs them (RFC 7519), made with `cryptography` alone."""

import base64
import json
import time
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

AUDIENCE = "dss.conformance.example"

SC = "utm.strategic_coordination"
CMSA = "utm.conformance_monitoring_sa"
CM = "utm.constraint_management"
CP = "utm.constraint_processing"
AA = "utm.availability_arbitration"
UTM_SCOPES = (SC, CMSA, CM, CP, AA)

PrivateKey = rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey


def new_rsa() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2_048)


def new_ed25519() -> ed25519.Ed25519PrivateKey:
    return ed25519.Ed25519PrivateKey.generate()


def public_pem(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def token(key: PrivateKey, sub: str | None, scope: str | None, **changed: Any) -> str:
    """Return a token good for an hour. A claim given as None is left out."""
    now_s = int(time.time())
    claims = {"sub": sub, "aud": AUDIENCE, "scope": scope, "iat": now_s, "exp": now_s + 3_600, "iss": "auth.example"}
    claims = {name: value for name, value in (claims | changed).items() if value is not None}
    alg = "RS256" if isinstance(key, rsa.RSAPrivateKey) else "EdDSA"
    text = f"{_part({'alg': alg, 'typ': 'JWT'})}.{_part(claims)}"
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(text.encode(), padding.PKCS1v15(), SHA256())
    else:
        signature = key.sign(text.encode())
    return f"{text}.{_base64(signature)}"


def _part(content: dict[str, Any]) -> str:
    return _base64(json.dumps(content).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
