"""Bearer tokens: who is let in, who is not, and by which sentence."""

import hashlib
import hmac
import json

import pytest
from signing import EC, EC_384, ED, NOW_S, RSA, RSA_OTHER, b64, claims, jwk, pem, sentences, signature, token, unsigned

from tansiq.gateways.auth import CACHED, Authenticator, AuthRefusal, Caller, Issuer, require
from tansiq.gateways.keys import key_of_pem, keys_of_jwks

HERE = frozenset({"dss.example", "dss2.example"})


def operator(**changed) -> Issuer:
    return Issuer(**{"name": "operator", "keys": (key_of_pem(pem(RSA)),)} | changed)


def server(*issuers: Issuer, cached: int = CACHED) -> Authenticator:
    return Authenticator(issuers or (operator(),), HERE, cached)


def ask(header: str | None, at: Authenticator | None = None, now_s: float = NOW_S) -> Caller | AuthRefusal:
    return (at or server()).authenticate(header, now_s)


def bearer(private=RSA, alg="RS256", header=None, **changed) -> str:
    return f"Bearer {token(private, alg, header, **changed)}"


def swap(text: str, part: int, new: str) -> str:
    parts = text.split(".")
    parts[part] = new
    return ".".join(parts)


def test_a_good_token_names_its_caller():
    assert ask(bearer(jti="1", nbf=NOW_S, iat=NOW_S, iss="https://any", extra={"x": [1]})) == Caller(
        "uss1", "operator", frozenset({"a.read", "b.write"}), "dss.example"
    )


LET_IN = [
    (bearer().replace("Bearer", "bearer"), "the scheme in lower case"),
    (bearer().replace("Bearer", "BEARER"), "the scheme in upper case"),
    (bearer().replace(" ", "   ") + " ", "more spaces"),
    (bearer(aud=["other", "dss2.example"]), "one of several audiences is this server"),
    (bearer(nbf=NOW_S + 4), "the issuer's clock is 4 s ahead: nbf"),
    (bearer(iat=NOW_S + 4), "the issuer's clock is 4 s ahead: iat"),
    (bearer(exp=NOW_S + 0.5), "half a second is left"),
    (bearer(exp=int(NOW_S) + 10), "exp as an integer"),
    (bearer(header={"kid": "unheard-of"}), "a PEM key has no name, so the token's kid does not matter"),
    (bearer(header={"typ": "at+JWT"}), "an RFC 9068 access token"),
    (bearer(header={"typ": None}), "no type at all"),
    (bearer(header={"jku": "https://evil.example/keys", "jwk": jwk(EC)}), "keys in a token are never used"),
    (bearer(header={"private": 1}), "an unknown header that is not critical"),
    (bearer(sub="x" * 128), "the longest sub"),
    (bearer(sub="طيران"), "a sub in another script"),
]


@pytest.mark.parametrize(("header", "because"), LET_IN, ids=sentences(LET_IN))
def test_let_in(header, because):
    assert isinstance(ask(header), Caller), because


@pytest.mark.parametrize(
    ("changed", "scopes", "because"),
    [
        ({"scope": "a b"}, {"a", "b"}, "a string with a space between (RFC 8693)"),
        ({"scope": " a  b "}, {"a", "b"}, "more spaces mean nothing"),
        ({"scope": ["a", "b"]}, {"a", "b"}, "a list"),
        ({"scope": None, "scp": ["a"]}, {"a"}, "scp, a list"),
        ({"scope": None, "scp": "a b"}, {"a", "b"}, "scp, a string"),
        ({"scope": "a", "scp": "b"}, {"a"}, "scope counts where both are there"),
        ({"scope": ""}, set(), "no scope"),
        ({"scope": None}, set(), "scope is not there"),
    ],
)
def test_scopes(changed, scopes, because):
    caller = ask(bearer(**changed))
    assert isinstance(caller, Caller), because
    assert caller.scopes == scopes, because


GOOD = token()


def swapped(part: int, new: str) -> str:
    return f"Bearer {swap(GOOD, part, new)}"


HMAC_INPUT = unsigned({"alg": "HS256", "typ": "JWT"}, claims())
CONFUSED = f"{HMAC_INPUT}.{b64(hmac.digest(pem(RSA).encode(), HMAC_INPUT.encode(), hashlib.sha256))}"
NONE = unsigned({"alg": "none"}, claims())


NOT_LET_IN = [
    (None, "Send a token", "no header"),
    ("", "Send a token", "an empty header"),
    ("Basic dXNlcjpwdw==", "Send a token", "another scheme"),
    (GOOD, "Send a token", "a token without a scheme"),
    (f"Bearer{GOOD}", "Send a token", "no space after the scheme"),
    ("Bearer ", "cannot be read", "nothing after the scheme"),
    ("Bearer ..", "cannot be read", "two dots only"),
    ("Bearer a.b.c", "cannot be read", "three letters"),
    (f"Bearer {'x' * 8_193}", "at most 8192", "a huge token"),
    (f"Bearer {GOOD}é", "at most 8192 ASCII", "a letter that is not ASCII"),
    (f"Bearer {GOOD}\udcff", "at most 8192 ASCII", "a lone surrogate"),
    (f"Bearer {GOOD}, Bearer {GOOD}", "cannot be read", "two tokens folded into one header"),
    (f"Bearer {GOOD}\n", "cannot be read", "a line break after the token"),
    (f"Bearer {GOOD[:-1]}", "not signed by", "cut off by one character"),
    (f"Bearer {GOOD.rpartition('.')[0]}", "cannot be read", "no signature, no dot"),
    (f"Bearer {GOOD.rpartition('.')[0]}.", "cannot be read", "an empty signature"),
    (f"Bearer {GOOD}.x", "cannot be read", "four parts"),
    (f"Bearer {GOOD}.x.y", "cannot be read", "five parts, as an encrypted token has"),
    (f"Bearer {GOOD}=", "cannot be read", "base64 padding"),
    (f"Bearer {NONE}.", "cannot be read", "alg none, no signature"),
    (f"Bearer {NONE}.AAAA", "not signed by", "alg none, some signature"),
    (swapped(0, b64(b'{"alg":"None"}')), "not signed by", "alg None in other letters"),
    (f"Bearer {CONFUSED}", "not signed by", "HS256 with our public key as the secret"),
    (bearer(RSA_OTHER), "not signed by", "somebody else's key"),
    (bearer(RSA, "RS512"), "not signed by", "our key, but by another algorithm than its one"),
    (bearer(RSA, "PS256"), "not signed by", "our key, but with another padding"),
    (bearer(EC, "ES256", {"jwk": jwk(EC)}), "not signed by", "the key is brought along in the token"),
    (bearer(header={"crit": ["exp"], "exp": 1}), "extension", "a critical extension that is unknown"),
    (bearer(header={"crit": []}), "extension", "an empty list of critical extensions"),
    (bearer(header={"crit": 5}), "extension", "crit is a number"),
    (bearer(header={"b64": True}), "extension", "b64 without effect (RFC 7797)"),
    (bearer(header={"b64": False, "crit": ["b64"]}), "cannot be read", "an unencoded payload (RFC 7797)"),
    (bearer(header={"typ": "dpop+jwt"}), "typ", "a token made for something else"),
    (bearer(header={"kid": 7}), "cannot be read", "kid is a number"),
    (bearer(header={"kid": ["a"]}), "cannot be read", "kid is a list"),
    (bearer(header={"alg": ["RS256"]}), "cannot be read", "alg is a list"),
    (bearer(header={"x5u": 3}), "not signed by", "a known header of the wrong type"),
    (bearer(header={"pad": "x" * 500}), "cannot be read", "a header over 512 bytes"),
    (swapped(0, b64(b"[1]")), "cannot be read", "the header is a list"),
    (swapped(0, b64(b'"alg b64"')), "cannot be read", "the header is a string with the names in it"),
    (swapped(0, b64(b"[" * 380)), "cannot be read", "the header is nested deeply"),
    (swapped(1, b64(b"[" * 5_000)), "cannot be read", "the claims are nested deeply"),
    (swapped(1, b64(b'{"sub":"uss1"')), "cannot be read", "the claims are cut off"),
    (swapped(1, b64(b"\xff\xfe")), "cannot be read", "the claims are not UTF-8"),
    (swapped(1, b64(json.dumps(claims(sub="uss2")).encode())), "not signed by", "another sub"),
    (swapped(2, b64(b"\0" * 256)), "not signed by", "a signature of zeros"),
    (bearer(aud="elsewhere"), "made for 'elsewhere'", "another audience"),
    (bearer(aud=[]), "made for ''", "an empty list of audiences"),
    (bearer(aud="dss.example.evil"), "made for", "an audience that only begins like ours"),
    (bearer(aud="DSS.EXAMPLE"), "made for", "an audience is compared letter by letter"),
    (bearer(aud="x\r\nSet-Cookie: a" * 9), "made for", "line breaks in the audience"),
    (bearer(aud=None), "`aud`", "no audience"),
    (bearer(exp=NOW_S), "expired 0 s ago", "expired this moment"),
    (bearer(exp=NOW_S - 100), "expired 100 s ago", "expired"),
    (bearer(exp=0), "expired", "expired in 1970"),
    (bearer(exp=None), "`exp`", "no exp"),
    (bearer(exp=str(NOW_S + 10)), "cannot be read", "exp is a string"),
    (bearer(exp=True), "cannot be read", "exp is true"),
    (bearer(exp=float("nan")), "cannot be read", "exp is not a number"),
    (bearer(exp=float("inf")), "cannot be read", "exp is infinite"),
    (bearer(exp=10**400), "cannot be read", "exp is larger than any float"),
    (bearer(exp=(NOW_S + 60) * 1000), "cannot be read", "exp in milliseconds would never come"),
    (bearer(nbf=NOW_S + 6), "not valid for another 1 s", "not before 6 s from now"),
    (bearer(iat=NOW_S + 6), "not valid for another 1 s", "issued 6 s from now"),
    (bearer(nbf="soon"), "cannot be read", "nbf is a string"),
    (bearer(jti=5), "cannot be read", "jti is a number"),
    (bearer(sub=None), "`sub`", "no sub"),
    (bearer(sub=""), "has 0 characters", "an empty sub"),
    (bearer(sub="x" * 129), "has 129 characters", "a sub that is too long"),
    (bearer(sub="uss 1"), "a space", "a space in the sub"),
    (bearer(sub="uss1\n"), "cannot be seen", "a line break in the sub"),
    (bearer(sub="uss\u202e1"), "cannot be seen", "text direction turned round"),
    (bearer(sub="uss\u200b1"), "cannot be seen", "a space of no width"),
    (bearer(sub="uss\u00a01"), "cannot be seen", "a space that does not break"),
    (bearer(sub="cafe\u0301"), "NFC", "an é in two parts looks like an é in one"),
]


@pytest.mark.parametrize(("header", "said", "because"), NOT_LET_IN, ids=sentences(NOT_LET_IN))
def test_not_let_in(header, said, because):
    refusal = ask(header)
    assert isinstance(refusal, AuthRefusal), because
    assert refusal.status == 401, because
    assert said in refusal.message, because
    assert refusal.challenge.startswith('Bearer realm="tansiq"'), because
    assert (refusal.message + refusal.challenge).isprintable(), because
    assert len(refusal.message) < 400, because


def test_a_signature_of_zeros_is_none_of_ecdsa_either():
    at = server(operator(keys=(key_of_pem(pem(EC)),)))
    assert isinstance(ask(bearer(EC, "ES256"), at), Caller)
    forged = swap(token(EC, "ES256"), 2, b64(b"\0" * 64))
    assert isinstance(ask(f"Bearer {forged}", at), AuthRefusal), "CVE-2022-21449"


@pytest.mark.parametrize(
    ("private", "alg"), [(RSA, "RS256"), (EC, "ES256"), (EC_384, "ES384"), (ED, "EdDSA")], ids=lambda x: str(x)[:5]
)
def test_each_pem_key_has_one_algorithm(private, alg):
    at = server(operator(keys=(key_of_pem(pem(private)),)))
    assert isinstance(ask(bearer(private, alg), at), Caller)
    for other in {"RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA", "HS256", "Ed25519", ""} - {alg}:
        data = unsigned({"alg": other}, claims())
        relabelled = f"{data}.{b64(signature(private, alg, data.encode()))}"
        assert isinstance(ask(f"Bearer {relabelled}", at), AuthRefusal), other


@pytest.mark.parametrize("alg", ["RS256", "RS384", "RS512", "PS256"])
def test_a_jwk_may_name_its_algorithm(alg):
    at = server(operator(keys=keys_of_jwks({"keys": [jwk(RSA, alg=alg)]})))
    for other in ("RS256", "RS384", "RS512", "PS256"):
        assert isinstance(ask(bearer(RSA, other), at), Caller) is (other == alg), other


@pytest.mark.parametrize(
    ("kid", "private", "let_in", "because"),
    [
        ("one", RSA, True, "the key that is named"),
        ("two", RSA_OTHER, True, "the other key that is named"),
        ("two", RSA, False, "the name of one key and the signature of the other"),
        (None, RSA_OTHER, True, "without a name each key is tried"),
        ("three", RSA, False, "a name that nobody has"),
        ("", RSA, False, "an empty name"),
        ("ONE", RSA, False, "names are compared letter by letter"),
        ("../one", RSA, False, "a path"),
        ("one' OR '1'='1", RSA, False, "a query"),
        ("https://evil.example/jwks.json", RSA, False, "an address"),
    ],
)
def test_kid_is_a_name_and_nothing_else(kid, private, let_in, because):
    at = server(operator(keys=keys_of_jwks({"keys": [jwk(RSA, kid="one"), jwk(RSA_OTHER, kid="two")]})))
    answer = ask(bearer(private, header={} if kid is None else {"kid": kid}), at)
    assert isinstance(answer, Caller) is let_in, because
    unknown = kid not in (None, "one", "two")
    assert isinstance(answer, Caller) or (answer.unknown_kid_of == "operator") is unknown, because


def test_two_keys_of_one_name_are_both_tried():
    at = server(operator(keys=keys_of_jwks({"keys": [jwk(RSA, kid="k"), jwk(RSA_OTHER, kid="k"), jwk(EC, kid="k")]})))
    for private, alg in ((RSA, "RS256"), (RSA_OTHER, "RS256"), (EC, "ES256")):
        assert isinstance(ask(bearer(private, alg, {"kid": "k"}), at), Caller)


A = operator(name="a", iss="https://a", allowed_subs=frozenset({"uss1"}))
B = Issuer("b", (key_of_pem(pem(RSA_OTHER)),), "https://b", frozenset({"uss2"}))


@pytest.mark.parametrize(
    ("private", "iss", "sub", "issuer", "because"),
    [
        (RSA, "https://a", "uss1", "a", "its own sub"),
        (RSA_OTHER, "https://b", "uss2", "b", "the other's sub"),
        (RSA, "https://a", "uss2", None, "an issuer speaks for the other's sub"),
        (RSA, "https://b", "uss2", None, "it says it were the other"),
        (RSA, "https://a", "uss3", None, "a sub that nobody may speak for"),
        (RSA, "https://a/", "uss1", None, "iss is compared letter by letter"),
        (RSA, None, "uss1", None, "no iss where one is configured"),
    ],
)
def test_two_issuers(private, iss, sub, issuer, because):
    answer = ask(bearer(private, iss=iss, sub=sub), server(A, B))
    assert (answer.issuer if isinstance(answer, Caller) else None) == issuer, because


def test_causes_that_would_tell_what_is_known_share_one_refusal():
    at = server(A, B)
    asked = (("uss1", RSA_OTHER, "https://a"), ("uss3", RSA, "https://a"), ("uss1", RSA, "https://x"))
    assert len({ask(bearer(private, sub=sub, iss=iss), at) for sub, private, iss in asked}) == 1


@pytest.mark.parametrize(
    ("issuers", "audiences", "said", "because"),
    [
        ((A, operator(name="c", allowed_subs=frozenset({"x", "uss1"}))), HERE, "both claim the sub 'uss1'", "one sub"),
        ((A, operator(name="c")), HERE, "'c' may speak for any sub", "the second has all"),
        ((operator(name="c"), A), HERE, "'c' may speak for any sub", "the first has all"),
        ((operator(name="c"), operator(name="d")), HERE, "may speak for any sub", "both have all"),
        ((A, A), HERE, "Two issuers are named 'a'", "one name"),
        ((A,), frozenset(), "at least one audience", "no audience"),
        ((A,), frozenset({""}), "at least one audience", "an empty audience"),
        ((operator(allowed_subs=frozenset({"a b"})),), HERE, "a space", "a sub that no token could have"),
        ((operator(keys=A.keys * 33),), HERE, "at most 32", "more keys than are tried"),
    ],
)
def test_refused_at_start(issuers, audiences, said, because):
    with pytest.raises(ValueError, match=said) as caught:
        Authenticator(issuers, audiences)
    assert str(caught.value).endswith("."), because


def test_without_issuers_nobody_is_let_in():
    assert isinstance(Authenticator((), frozenset()).authenticate(bearer(), NOW_S), AuthRefusal)
    nobody = server(operator(allowed_subs=frozenset()))
    assert isinstance(ask(bearer(), nobody), AuthRefusal), "an empty list of subs means nobody"


def test_the_cache_keeps_no_token_and_never_outlives_exp():
    at = server()
    header = bearer(exp=NOW_S + 60, nbf=NOW_S)
    first = ask(header, at)
    assert ask(header, at) is first, "the second time it is remembered"
    assert not any(part in repr(at._known) for part in header.removeprefix("Bearer ").split("."))
    assert isinstance(ask(header, at, NOW_S + 59.9), Caller)
    assert isinstance(ask(header, at, NOW_S + 60), AuthRefusal), "expired"
    assert not at._known, "and dropped"
    assert isinstance(ask(header, at, NOW_S), Caller)
    assert isinstance(ask(header, at, NOW_S - 6), AuthRefusal), "the clock was set back to before nbf"


def test_the_cache_is_bounded_and_drops_the_longest_unused():
    at = server(cached=2)
    one, two, three = (bearer(sub=f"uss{n}") for n in (1, 2, 3))
    kept = ask(one, at)
    dropped = ask(two, at)
    assert ask(one, at) is kept
    ask(three, at)
    assert len(at._known) == 2
    assert ask(one, at) is kept
    assert ask(two, at) == dropped
    assert ask(two, at) is not dropped, "it was verified anew"


def test_refusals_are_not_remembered():
    at = server()
    for n in range(10):
        ask(bearer(aud=f"x{n}"), at)
        ask(f"Bearer {n}.x.y", at)
    assert not at._known


def test_a_withdrawn_key_ends_its_tokens():
    at = server()
    header = bearer()
    assert isinstance(ask(header, at), Caller)
    at.replace_keys("operator", (key_of_pem(pem(RSA_OTHER)),))
    assert isinstance(ask(header, at), AuthRefusal)
    assert isinstance(ask(bearer(RSA_OTHER), at), Caller)


def test_require():
    caller = Caller("uss1", "operator", frozenset({"a.read"}), "dss.example")
    assert require(caller, "a.read") is None
    assert require(caller, "b.write", "a.read") is None
    refusal = require(caller, "b.write", "c")
    assert refusal is not None
    assert (refusal.status, refusal.message) == (403, "This needs a token with the scope b.write or c.")
    assert refusal.challenge == 'Bearer realm="tansiq", error="insufficient_scope", scope="b.write c"'
    assert require(caller, "a.rea") is not None, "scopes are whole words"
