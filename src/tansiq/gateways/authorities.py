"""Whom to believe at the other end of a TLS connection."""

import ssl
from functools import cache


@cache  # to read them takes 40 ms
def authorities() -> ssl.SSLContext:
    """Return the system's certificate authorities and those of `SSL_CERT_FILE`, as they were when first asked for."""
    return ssl.create_default_context()
