"""The room's own tokens: what they say, who believes them, and how keys change."""

import json

import pytest
from joserfc.jwk import KeySet, OKPKey
from joserfc.jws import extract_compact

from tansiq.credentials.issuer import Issuer
from tansiq.credentials.store import PUBLISHED_KEYS, Credentials
from tansiq.gateways import auth
from tansiq.gateways.keys import key_of_pem, keys_of_jwks

NOW_S = 1_790_000_000
HOST = "room.example"


@pytest.fixture
def credentials(tmp_path):
    opened = Credentials(tmp_path / "secrets.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def issuer(credentials):
    return Issuer(credentials, "https://room.example")


def token_of(issuer, now_s=NOW_S, **more):
    return issuer.sign("client-1", HOST, ["utm.strategic_coordination", "other"], now_s, **more)


def said(token):
    jws = extract_compact(token.encode())
    return jws.headers(), json.loads(jws.payload)


def believed(issuer, token, now_s=NOW_S, by_jwks=False):
    keys = keys_of_jwks(json.loads(issuer.jwks())) if by_jwks else tuple(map(key_of_pem, issuer.public_pems()))
    trusted = auth.Issuer("room", keys, iss="https://room.example", allowed_subs=frozenset({"client-1"}))
    answer = auth.Authenticator([trusted], frozenset({HOST})).authenticate(f"Bearer {token}", now_s)
    return isinstance(answer, auth.Caller) and answer


def test_what_a_token_says(issuer):
    header, claims = said(token_of(issuer, life_s=600))
    (key,) = json.loads(issuer.jwks())["keys"]
    assert header == {"alg": "EdDSA", "typ": "JWT", "kid": key["kid"]}
    assert len(claims.pop("jti")) == 22
    assert claims == {
        "iss": "https://room.example",
        "sub": "client-1",
        "aud": HOST,
        "iat": NOW_S,
        "exp": NOW_S + 600,
        "scope": "utm.strategic_coordination other",
    }


def test_no_two_tokens_have_one_id(issuer):
    assert said(token_of(issuer))[1]["jti"] != said(token_of(issuer))[1]["jti"]


@pytest.mark.parametrize("by_jwks", [True, False], ids=["by JWKS", "by PEM"])
def test_the_gateway_believes_the_tokens(issuer, by_jwks):
    caller = believed(issuer, token_of(issuer), by_jwks=by_jwks)
    assert (caller.sub, caller.scopes) == ("client-1", frozenset({"utm.strategic_coordination", "other"}))
    assert not believed(issuer, token_of(issuer), NOW_S + 3_600, by_jwks), "it ran out"
    assert not believed(issuer, token_of(issuer)[:-8] + "AAAAAAAA", by_jwks=by_jwks), "another signature"


def test_the_published_keys_are_public_and_named_by_their_thumbprint(issuer):
    issuer.rotate(NOW_S)
    published = json.loads(issuer.jwks())
    assert [set(key) for key in published["keys"]] == [{"kty", "crv", "x", "kid", "alg", "use"}] * 2
    assert all(key.thumbprint() == key.kid for key in KeySet.import_key_set(published).keys)
    from_pems = [OKPKey.import_key(pem).thumbprint() for pem in issuer.public_pems()]
    assert from_pems == [key["kid"] for key in published["keys"]], "the one that signs comes first in both"


def test_a_new_key_signs_and_the_old_one_stays_until_its_last_token_has_run_out(issuer):
    old = token_of(issuer)
    issuer.rotate(NOW_S)
    new = token_of(issuer)
    assert said(old)[0]["kid"] != said(new)[0]["kid"]
    assert believed(issuer, old, NOW_S + 3_599)
    assert believed(issuer, new, NOW_S + 3_599)
    assert not issuer.retire(NOW_S + 3_659), "a clock may go slow by a minute"
    assert len(issuer.public_pems()) == 2
    assert issuer.retire(NOW_S + 3_660)
    assert len(issuer.public_pems()) == 1
    assert not issuer.retire(NOW_S + 3_660), "nothing is left to take away"
    assert believed(issuer, token_of(issuer, NOW_S + 3_660), NOW_S + 3_660)


def test_the_private_half_of_an_old_key_is_gone(issuer, credentials, tmp_path):
    old = credentials.signing_key()
    issuer.rotate(NOW_S)
    assert credentials.signing_key() != old
    credentials.close()
    assert old not in (tmp_path / "secrets.sqlite").read_bytes()


def test_keys_that_change_often_are_withdrawn_before_they_are_too_many(issuer):
    for _ in range(PUBLISHED_KEYS + 5):
        issuer.rotate(NOW_S)
    assert len(issuer.public_pems()) == PUBLISHED_KEYS
    assert believed(issuer, token_of(issuer))


def test_issuers_on_one_file_sign_with_one_key(issuer, credentials, tmp_path):
    other_file = Credentials(tmp_path / "secrets.sqlite")
    other = Issuer(other_file, "https://room.example")
    assert other.jwks() == issuer.jwks()
    other.rotate(NOW_S)
    assert said(token_of(other))[0] == said(token_of(issuer))[0], "also after a change"
    other_file.close()


@pytest.mark.parametrize(
    ("scopes", "life_s", "because"),
    [
        (["a"], 0, "a token that never was good"),
        (["a"], 3_601, "a token that lives too long"),
        (["a b"], 60, "two scopes in one"),
        ([""], 60, "a scope without a name"),
    ],
)
def test_what_no_caller_may_ask_for(issuer, scopes, life_s, because):
    with pytest.raises(AssertionError):
        issuer.sign("client-1", HOST, scopes, NOW_S, life_s)
