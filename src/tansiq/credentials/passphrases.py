"""Passphrases: how long they are, and how they are hashed (argon2id, RFC 9106).

A hash or a check takes 64 MiB of memory and up to four threads for 0.1 to 0.3 s on two shared cores. So call these from a
thread, at most two at once.
"""

import base64
import os
import unicodedata
from typing import Final, Literal

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import HashingError, InvalidHashError, VerificationError, VerifyMismatchError
from argon2.profiles import RFC_9106_LOW_MEMORY

from tansiq.log.engine import Outage

LEAST_CHARS: Final = 10  # counted after normalisation; NIST SP 800-63B, 5.1.1.2 asks for 8
MOST_CHARS: Final = 200
PREFIX: Final = "$argon2id$"  # how each hash begins

# The second recommended option of RFC 9106, 4: 3 passes over 64 MiB in 4 lanes. It is also the library's default, and
# named here so that a newer library cannot make the decoy cheaper or dearer than the hashes that are stored.
PARAMETERS: Final = RFC_9106_LOW_MEMORY

_MOST_TYPED: Final = 4 * MOST_CHARS  # normalisation makes at most four characters into one
_verifier: Final = PasswordHasher.from_parameters(PARAMETERS)

Fault = Literal["too short", "too long"]


def fault(passphrase: str) -> Fault | None:
    """Return what keeps a passphrase from being taken, None where nothing does.

    It has `LEAST_CHARS` to `MOST_CHARS` characters (code points) in Unicode form NFC (RFC 8265, 4.2.2). Nothing is asked of
    which ones: rules of that kind make passphrases worse (NIST SP 800-63B, 5.1.1.2).
    """
    if len(passphrase) > _MOST_TYPED:
        return "too long"
    count = len(unicodedata.normalize("NFC", passphrase))
    if count < LEAST_CHARS:
        return "too short"
    return "too long" if count > MOST_CHARS else None


def hashed(passphrase: str, parameters: Parameters = PARAMETERS) -> str:
    """Return a new salted hash, as text that names its own parameters. The passphrase must be without `fault`.

    parameters: cheaper ones are for tests. Raises `Outage` where memory is short.
    """
    assert fault(passphrase) is None, "a passphrase must be judged before it is hashed"
    try:
        return PasswordHasher.from_parameters(parameters).hash(_bytes(passphrase))
    except HashingError as error:
        raise Outage(f"A passphrase cannot be hashed now ({error}). It takes 64 MiB of memory; free some.") from error


def verify(stored: str, passphrase: str) -> bool:
    """Return whether a hash was made of this passphrase. The cost is that of the hash's own parameters.

    What no passphrase can be (too long) is hashed all the same, up to a bound, so that the time says nothing. Raises `Outage`
    where memory is short or the hash is damaged.
    """
    try:
        _verifier.verify(stored, _bytes(passphrase[:_MOST_TYPED]))
    except VerifyMismatchError:
        return False
    except InvalidHashError as error:
        raise Outage("The hash of a passphrase is damaged. Invite that person anew.") from error
    except VerificationError as error:
        raise Outage(f"A passphrase cannot be checked now ({error}). It takes 64 MiB of memory; free some.") from error
    return len(passphrase) <= _MOST_TYPED


def decoy(parameters: Parameters = PARAMETERS) -> str:
    """Return a hash to check against where a name is unknown: dear as a real one, and made of no known passphrase."""
    cost = f"m={parameters.memory_cost},t={parameters.time_cost},p={parameters.parallelism}"
    salt, tag = os.urandom(parameters.salt_len), os.urandom(parameters.hash_len)
    return f"{PREFIX}v={parameters.version}${cost}${_base64(salt)}${_base64(tag)}"


def _bytes(passphrase: str) -> bytes:
    return unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")


def _base64(content: bytes) -> str:
    """Return base64 as the text form of argon2's hashes has it: the usual alphabet, without padding."""
    return base64.b64encode(content).rstrip(b"=").decode()


DECOY: Final = decoy()
