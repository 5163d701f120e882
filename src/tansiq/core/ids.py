"""The form that ids have everywhere: the standard asks for UUIDs of version 4."""


def uuid_of(digest: bytes) -> str:
    """Return the first 16 bytes of a digest, or of chance, in the form of a UUID version 4 (RFC 9562, 5.4)."""
    digits = bytearray(digest[:16])
    digits[6] = digits[6] & 0x0F | 0x40
    digits[8] = digits[8] & 0x3F | 0x80
    text = digits.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
