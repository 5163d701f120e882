"""Who is calling: OAuth2 bearer tokens of machines (RFC 6750) that are signed JWTs (RFC 7519, RFC 8725).

Refusals say nothing about a token that its sender could not read in it. Before the signature is checked the token only
chooses which issuer, and which of its keys, to check it with.
"""

import hashlib
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Annotated, Final

import msgspec
from joserfc.errors import JoseError
from joserfc.jws import JWSRegistry, extract_compact
from msgspec import Struct

from tansiq.gateways.keys import MAX_KEYS, VerifyKey, candidates, knows

MAX_TOKEN: Final = 8_192  # characters; real ones have 500 to 2,000
MAX_SUB: Final = 128  # characters
LEEWAY_S: Final = 5.0  # how far an issuer's clock may be ahead of ours
CACHED: Final = 4_096  # verified tokens remembered, about 1 kB each

_COMPACT: Final = re.compile(
    r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII
)  # RFC 7515, 7.1; signature not empty
_TYPES: Final = frozenset({None, "jwt", "at+jwt", "application/jwt", "application/at+jwt"})  # RFC 9068, 2.1
_SIZES: Final = JWSRegistry()  # joserfc's bounds: header 512 B
CHALLENGE: Final = 'Bearer realm="tansiq"'
_INVALID: Final = f'{CHALLENGE}, error="invalid_token"'


class Issuer(Struct, frozen=True):
    """Somebody whose tokens are believed.

    name: shown in logs and in `Caller.issuer`; unique. iss: what the claim must be; None: any, or none.
    keys: see `tansiq.gateways.keys`; empty until the first fetch where they come from a URL.
    allowed_subs: whom it may speak for; None: for anyone, which only a sole issuer may. prefix: of the subs that it alone
    speaks for, whatever others may, instead of `allowed_subs`; "" for none.
    """

    name: str
    keys: tuple[VerifyKey, ...]
    iss: str | None = None
    allowed_subs: frozenset[str] | None = None
    prefix: str = ""


class Caller(Struct, frozen=True):
    """A machine whose token was verified.

    audience: which of ours the token was made for. member: the party it acts for, where it is a client of the room.
    """

    sub: str
    issuer: str
    scopes: frozenset[str]
    audience: str
    member: str = ""

    @property
    def party(self) -> str:
        """The party it acts for: without a charter each identity is its own."""
        return self.member or self.sub


class AuthRefusal(Struct, frozen=True):
    """Why a request is not let in.

    status: 401 (who are you?) or 403 (you may not). challenge: the value of `WWW-Authenticate` (RFC 6750, 3).
    unknown_kid_of: the issuer whose keys should be fetched anew, as the token names one that is not here; else empty.
    """

    status: int
    message: str
    challenge: str
    unknown_kid_of: str = ""


Seconds = Annotated[float, msgspec.Meta(ge=0, lt=2**40)]  # since 1970; milliseconds by mistake are out of range


class _Header(Struct):
    alg: str
    kid: str | None = None
    typ: str | None = None


class _Claims(Struct):
    sub: str
    exp: Seconds
    aud: str | list[str]
    iss: str | None = None
    nbf: Seconds | None = None
    iat: Seconds | None = None
    jti: str | None = None
    scope: str | list[str] | None = None
    scp: str | list[str] | None = None


class _Verified(Struct, frozen=True):
    caller: Caller
    from_s: float
    until_s: float


class Authenticator:
    """Verifies bearer tokens and remembers, within bounds, those that it verified."""

    def __init__(self, issuers: Sequence[Issuer], audiences: frozenset[str], cached: int = CACHED) -> None:
        """Take whom to believe and the names that this server goes by.

        Raises ValueError with a sentence where two issuers could speak for one sub: a sub is a party's id, and no issuer
        may act for another's. Without issuers nobody is let in.
        """
        _check(issuers, audiences)
        self._audiences = audiences
        self._cached = cached
        self._keys = {issuer.name: issuer.keys for issuer in issuers}
        self._by_sub = {sub: issuer for issuer in issuers for sub in issuer.allowed_subs or ()}
        self._for_any = next((issuer for issuer in issuers if issuer.allowed_subs is None and not issuer.prefix), None)
        self._by_prefix = [issuer for issuer in issuers if issuer.prefix]
        self._known: OrderedDict[bytes, _Verified] = OrderedDict()  # SHA-256 of the token -> what it says

    def replace_keys(self, name: str, keys: tuple[VerifyKey, ...]) -> None:
        """Give an issuer other keys and forget every verified token: one signed by a withdrawn key must not live on."""
        assert name in self._keys, f"no issuer is named {name!r}"
        assert len(keys) <= MAX_KEYS
        self._keys[name] = keys
        self._known.clear()

    def authenticate(self, header: str | None, now_s: float) -> Caller | AuthRefusal:
        """Return who sent a request with this `Authorization` header, or the 401 that says why nobody did.

        now_s: seconds since 1970. The scheme is `Bearer` in any case. `exp` is needed, and strict; `nbf` and `iat` count
        when present, with `LEEWAY_S`.
        """
        if header is None or header[:7].lower() != "bearer ":
            return AuthRefusal(401, "Send a token: `Authorization: Bearer <token>`.", CHALLENGE)
        token = header[7:].strip(" ")
        if len(token) > MAX_TOKEN or not token.isascii():
            return _unreadable(f"at most {MAX_TOKEN} ASCII characters are read")
        digest = hashlib.sha256(token.encode()).digest()
        known = self._known.get(digest)
        if known is not None:
            if known.from_s <= now_s < known.until_s:
                self._known.move_to_end(digest)
                return known.caller
            del self._known[digest]
        verified = self._verify(token, now_s)
        if isinstance(verified, AuthRefusal):
            return verified
        self._known[digest] = verified
        if len(self._known) > self._cached:
            self._known.popitem(last=False)
        return verified.caller

    def _verify(self, token: str, now_s: float) -> _Verified | AuthRefusal:
        if _COMPACT.fullmatch(token) is None:
            return _unreadable("it must be a signed JWT: three base64url parts with two dots between")
        try:
            jws = extract_compact(token.encode(), registry=_SIZES)
            header = msgspec.convert(jws.headers(), _Header)
            claims = msgspec.json.decode(jws.payload, type=_Claims)
        except msgspec.ValidationError as error:
            return _unreadable(str(error))
        except (JoseError, msgspec.DecodeError, ValueError, TypeError, RecursionError):
            return _unreadable("its header or its claims are not JSON objects")
        if "crit" in jws.headers() or "b64" in jws.headers():
            return _unreadable("it uses a JWS extension (`crit`), and none is known here")
        if (header.typ and header.typ.lower()) not in _TYPES:
            return _unreadable("its `typ` is neither JWT nor at+jwt")

        issuer = self._issuer_of(claims.sub)
        if issuer is None or issuer.iss not in (None, claims.iss):
            return _untrusted()
        keys = self._keys[issuer.name]
        if not any(key.signed(jws) for key in candidates(keys, header.kid, header.alg)):
            return _untrusted("" if knows(keys, header.kid) else issuer.name)
        return self._judge(claims, issuer, now_s)

    def _issuer_of(self, sub: str) -> Issuer | None:
        for issuer in self._by_prefix:
            if sub.startswith(issuer.prefix):
                return issuer
        return self._by_sub.get(sub, self._for_any)

    def _judge(self, claims: _Claims, issuer: Issuer, now_s: float) -> _Verified | AuthRefusal:
        """Judge the claims of a token whose signature is good."""
        wrong = _sub_fault(claims.sub)
        if wrong:
            return _invalid(f"The token's sub {wrong}.")
        if now_s >= claims.exp:
            return _invalid(
                f"The token expired {now_s - claims.exp:.0f} s ago. Get a new one; if it is new, compare clocks."
            )
        from_s = max(claims.nbf or 0, claims.iat or 0) - LEEWAY_S
        if now_s < from_s:
            return _invalid(f"The token is not valid for another {from_s - now_s:.0f} s. Wait, or compare clocks.")
        named = [claims.aud] if isinstance(claims.aud, str) else claims.aud
        audience = next((name for name in named if name in self._audiences), None)
        if audience is None:
            shown = ascii(", ".join(named)[:100])
            return _invalid(f"The token is made for {shown}; this server is {' or '.join(sorted(self._audiences))}.")
        return _Verified(Caller(claims.sub, issuer.name, _scopes(claims), audience), from_s, claims.exp)


def require(caller: Caller, *any_of: str) -> AuthRefusal | None:
    """Return None if the caller has at least one of these scopes, else the 403 that names them."""
    assert any_of, "a route must name its scopes"
    if not caller.scopes.isdisjoint(any_of):
        return None
    challenge = f'{CHALLENGE}, error="insufficient_scope", scope="{" ".join(any_of)}"'
    return AuthRefusal(403, f"This needs a token with the scope {' or '.join(any_of)}.", challenge)


def _scopes(claims: _Claims) -> frozenset[str]:
    """`scope` as RFC 8693, 4.2 has it, or as a list; `scp` is what some issuers call it."""
    given = claims.scope if claims.scope is not None else claims.scp
    return frozenset(given.split(" ") if isinstance(given, str) else given or ()) - {""}


def _sub_fault(sub: str) -> str:
    """Say what keeps `sub` from being a party's id, which people read in lists; empty if nothing does."""
    if not 1 <= len(sub) <= MAX_SUB:
        return f"has {len(sub)} characters; 1 to {MAX_SUB} are taken"
    if " " in sub or not sub.isprintable():
        return f"{sub!a} holds a space or a character that cannot be seen"
    if not unicodedata.is_normalized("NFC", sub):
        return f"{sub!a} is not in Unicode form NFC, so it could look like another one"
    return ""


def _check(issuers: Iterable[Issuer], audiences: frozenset[str]) -> None:
    listed = list(issuers)
    if listed and (not audiences or "" in audiences):
        raise ValueError(
            "Name at least one audience, not empty: the host name that tokens for this server carry as `aud`."
        )
    for issuer in listed:
        if len(issuer.keys) > MAX_KEYS:
            raise ValueError(f"Issuer {issuer.name!r} has {len(issuer.keys)} keys; at most {MAX_KEYS} are taken.")
        for sub in issuer.allowed_subs or ():
            if wrong := _sub_fault(sub):
                raise ValueError(f"Issuer {issuer.name!r}: the allowed sub {wrong}.")
    for a, b in combinations(listed, 2):
        if a.name == b.name:
            raise ValueError(f"Two issuers are named {a.name!r}. Give each its own name.")
        for one, other in ((a, b), (b, a)):
            if one.prefix:
                claimed = [sub for sub in other.allowed_subs or () if sub.startswith(one.prefix)]
                if claimed or other.prefix:
                    raise ValueError(f"Issuers {one.name!r} and {other.name!r} both claim subs like {one.prefix}….")
            elif one.allowed_subs is None and not other.prefix:
                raise ValueError(
                    f"Issuer {one.name!r} may speak for any sub, also for those of {other.name!r}. "
                    f"Name the subs of each: where there are two issuers, none may have them all."
                )
        shared = sorted((a.allowed_subs or frozenset()) & (b.allowed_subs or frozenset()))
        if shared:
            raise ValueError(
                f"Issuers {a.name!r} and {b.name!r} both claim the sub {shared[0]!r}. Leave it to one of them: "
                f"whoever signs for a sub acts as that party."
            )


def _invalid(message: str) -> AuthRefusal:
    return AuthRefusal(401, message, _INVALID)


def _unreadable(why: str) -> AuthRefusal:
    return _invalid(f"The token cannot be read: {why}.")


def _untrusted(unknown_kid_of: str = "") -> AuthRefusal:
    """One sentence for each cause, so that nobody learns here which subs, issuers and keys are known."""
    message = "The token is not signed by an issuer that this server trusts for its iss and sub."
    return AuthRefusal(401, message, _INVALID, unknown_kid_of)
