"""Which keys are taken, and why others are not."""

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, rsa
from signing import EC, EC_384, ED, RSA, jwk, number, pem, private_pem, sentences

from tansiq.gateways.keys import candidates, key_of_pem, keys_of_jwks, knows

WEAK = rsa.generate_private_key(65537, 1024)


BAD_PEMS = [
    (private_pem(RSA), "-pubout", "a private key, with the command that makes the public one"),
    ("-----BEGIN CERTIFICATE-----\n", "-pubkey", "a certificate, with the command that takes out its key"),
    ("", "0 blocks", "an empty file"),
    (pem(RSA) + pem(EC), "2 blocks", "two keys, of which one would be overlooked"),
    ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "cannot be read", "garbage"),
    (pem(WEAK), "1024 bits", "a weak key"),
    (pem(dsa.generate_private_key(1024)), "neither", "DSA"),
    (pem(ec.generate_private_key(ec.SECP521R1())), "neither", "a curve that no algorithm of ours has"),
    (pem(ec.generate_private_key(ec.SECP256K1())), "neither", "the curve of coins"),
    (pem(ed448.Ed448PrivateKey.generate()), "neither", "EdDSA on the other curve"),
]


@pytest.mark.parametrize(("text", "said", "because"), BAD_PEMS, ids=sentences(BAD_PEMS))
def test_pem_refused(text, said, because):
    with pytest.raises(ValueError, match=said):
        key_of_pem(text)


@pytest.mark.parametrize("private", [RSA, EC, EC_384, ED], ids=["RSA", "EC P-256", "EC P-384", "Ed25519"])
def test_a_pem_and_a_jwk_give_the_same_key(private):
    (from_jwk,) = keys_of_jwks({"keys": [jwk(private)]})
    from_pem = key_of_pem(pem(private))
    assert (from_jwk.thumbprint, from_jwk.algorithm) == (from_pem.thumbprint, from_pem.algorithm)


@pytest.mark.parametrize(
    ("bad", "said", "because"),
    [
        ({"kty": "oct", "k": "c2VjcmV0"}, "kty 'oct'", "a shared secret"),
        ({"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"}, "kty 'AKP'", "a kind that is not known yet"),
        ({"kty": ["RSA"]}, "kty", "the kind is a list"),
        ({}, "kty None", "an empty object"),
        ("key", "not an object", "a string"),
        (jwk(RSA, d="AAAA"), "private key", "a private key that everybody can fetch"),
        (jwk(RSA, use="enc"), "not meant for signatures", "a key for encryption"),
        (jwk(RSA, key_ops=["encrypt"]), "not meant for signatures", "a key for other operations"),
        (jwk(RSA, key_ops=1), "not meant for signatures", "operations that are no list"),
        (jwk(RSA, kid=1), "must be strings", "a name that is a number"),
        (jwk(RSA, alg="HS256"), "cannot have alg 'HS256'", "a secret's algorithm"),
        (jwk(RSA, alg="none"), "cannot have alg 'none'", "no algorithm"),
        (jwk(RSA, alg="ES256"), "cannot have alg 'ES256'", "another kind's algorithm"),
        (jwk(EC, alg="ES384"), "cannot have alg 'ES384'", "another curve's algorithm"),
        (jwk(RSA, n=number(WEAK.public_key().public_numbers().n)), "1024 bits", "a weak key"),
        (jwk(RSA, n=number(1 << 9000 | 1)), "9001 bits", "a key that makes each check slow"),
        (jwk(RSA, e=number(1)), "malformed", "an exponent that signs for everybody"),
        (jwk(RSA, n=5), "malformed", "a number where base64url is due"),
        (jwk(RSA, n="+/=="), "malformed", "not base64url"),
        (jwk(EC, y=jwk(EC)["x"]), "malformed", "a point that is not on the curve"),
        (jwk(EC, crv="P-521"), "malformed", "a curve that is not ours"),
        (jwk(EC, crv="secp256k1"), "malformed", "the curve of coins"),
        (jwk(ED, crv="X25519"), "cannot have alg", "a key for agreement, not signatures"),
        ({"kty": "EC", "crv": "P-256"}, "malformed", "members missing"),
    ],
)
def test_jwk_left_out(bad, said, because):
    with pytest.raises(ValueError, match=said) as caught:
        keys_of_jwks({"keys": [bad]})
    assert str(caught.value).startswith("No key of the JWK set can be used: key 0: "), because
    (kept,) = keys_of_jwks({"keys": [bad, jwk(ED, kid="good")]})
    assert kept.kid == "good", "the others are not lost with it"


@pytest.mark.parametrize(
    ("jwks", "said"),
    [
        (None, "this is not one"),
        ([], "this is not one"),
        ({}, "this is not one"),
        ({"keys": {}}, "this is not one"),
        ({"keys": []}, "it is empty"),
        ({"keys": [jwk(ED)] * 33}, "at most 32"),
    ],
)
def test_not_a_jwk_set(jwks, said):
    with pytest.raises(ValueError, match=said):
        keys_of_jwks(jwks)


@pytest.mark.parametrize(
    ("kid", "alg", "places", "known", "because"),
    [
        ("r", "RS256", [0], True, "the key of that name"),
        ("r", "ES256", [], True, "that key has another algorithm, and fetching anew will not change it"),
        (None, "RS256", [0, 2], True, "without a name, each key of the algorithm"),
        ("x", "RS256", [2], True, "an unknown name leaves the keys without one"),
        ("x", "HS256", [], True, "no key has this algorithm"),
    ],
)
def test_candidates(kid, alg, places, known, because):
    keys = (*keys_of_jwks({"keys": [jwk(RSA, kid="r"), jwk(EC, kid="e")]}), key_of_pem(pem(RSA)))
    assert candidates(keys, kid, alg) == tuple(keys[place] for place in places), because
    assert knows(keys, kid) is known, because


def test_no_keys_know_nothing():
    named = keys_of_jwks({"keys": [jwk(RSA, kid="r")]})
    assert not knows((), None)
    assert not knows(named, "x")
    assert knows(named, "r")
    assert knows(named, None)
