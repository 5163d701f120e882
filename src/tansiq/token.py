"""Tokens for trying things out, signed by a key of one's own."""

import base64
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tansiq.log.folder import read_key


def run(*, key: str, sub: str, audience: str, scope: str, hours: float) -> int:
    """Print a token. The key is made, 0600, where there is none; its public half lies beside it."""
    path = Path(key)
    if not path.exists():
        _make(path)
    print(sign(read_key(path), sub=sub, audience=audience, scope=scope, expires_s=time.time() + hours * 3_600))
    return 0


def sign(key: Ed25519PrivateKey, *, sub: str, audience: str, scope: str, expires_s: float) -> str:
    """Return a JWT (RFC 7519) signed with EdDSA (RFC 8037)."""
    claims = {"sub": sub, "aud": audience, "scope": scope, "exp": int(expires_s)}
    text = f"{_part({'alg': 'EdDSA', 'typ': 'JWT'})}.{_part(claims)}"
    return f"{text}.{_base64(key.sign(text.encode()))}"


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    path.with_name(path.name + ".pub").write_bytes(public)


def _part(content: Mapping[str, object]) -> str:
    return _base64(json.dumps(content, separators=(",", ":")).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
