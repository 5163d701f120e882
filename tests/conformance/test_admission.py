"""Who is let in: 401, then 403, and only then is anything else looked at (F3548-21 OpenAPI, security; InterUSS suites)."""

import time

import pytest
from uas_standards.astm.f3548.v21.api import OPERATIONS, OperationID

from .bodies import constraint, intent, new_id, sentences, subscription, volume
from .client import check_error
from .tokens import AA, CM, CMSA, CP, SC, UTM_SCOPES, new_ed25519, new_rsa, token

OWN_RSA = new_rsa()
OWN_ED25519 = new_ed25519()

DSS = [operation for operation in OPERATIONS if OPERATIONS[operation].path.startswith("/dss/v1/")]
SCOPES = {
    OperationID.QueryOperationalIntentReferences: (SC, CMSA),
    OperationID.GetOperationalIntentReference: (SC, CMSA),
    OperationID.CreateOperationalIntentReference: (SC, CMSA),
    OperationID.UpdateOperationalIntentReference: (SC, CMSA),
    OperationID.DeleteOperationalIntentReference: (SC, CMSA),
    OperationID.QueryConstraintReferences: (CM, CP),
    OperationID.GetConstraintReference: (CM, CP),
    OperationID.CreateConstraintReference: (CM,),
    OperationID.UpdateConstraintReference: (CM,),
    OperationID.DeleteConstraintReference: (CM,),
    OperationID.QuerySubscriptions: (SC, CP),
    OperationID.GetSubscription: (SC, CP),
    OperationID.CreateSubscription: (SC, CP),
    OperationID.UpdateSubscription: (SC, CP),
    OperationID.DeleteSubscription: (SC, CP),
    OperationID.MakeDssReport: UTM_SCOPES,
    OperationID.SetUssAvailability: (AA,),
    OperationID.GetUssAvailability: (SC, CMSA, AA),
}


def path_of(operation):
    names = {"entityid": new_id(), "subscriptionid": new_id(), "ovn": "x" * 20, "version": "x", "uss_id": "uss"}
    return {name: text for name, text in names.items() if f"{{{name}}}" in OPERATIONS[operation].path}


def test_every_operation_of_the_standard_has_its_scopes_here():
    assert set(SCOPES) == set(DSS)


@pytest.mark.parametrize("operation", DSS, ids=lambda operation: operation.value)
def test_without_a_token_nothing_is_answered_but_401(uss, operation):
    reply = uss.ask(operation, headers={"authorization": ""}, body=b"not even JSON", **path_of(operation))
    assert reply.status == 401
    assert reply.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", DSS, ids=lambda operation: operation.value)
def test_the_scope_decides_before_path_and_body_are_looked_at(uss, operation):
    wrong_path = {name: "no-uuid" if name in ("entityid", "subscriptionid") else "x" for name in path_of(operation)}
    for scope in UTM_SCOPES:
        reply = uss.ask(operation, scope=scope, body=b"not even JSON", **wrong_path)
        if scope in SCOPES[operation]:
            assert reply.status != 403, f"{scope} should do"
        else:
            assert reply.status == 403, f"{scope} should not do"
            assert 'error="insufficient_scope"' in reply.headers["www-authenticate"]


TOKENS = [
    (lambda s, sub: f"Bearer {token(s.keys[0], sub, SC)}", 404, "an RSA key that is trusted"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC)}", 404, "an Ed25519 key that is trusted"),
    (lambda s, sub: f"bEaReR {token(s.keys[1], sub, SC)}", 404, "the scheme in any case"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, f'openid {CP} {SC}')}", 404, "the scope among others"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, None, scp=[SC])}", 404, "the scopes as a list called scp"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, aud=['x', 'dss.conformance.example'])}", 404, "two audiences"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, CM)}", 403, "a scope for something else"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, '')}", 403, "no scope in the token"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC.upper())}", 403, "the scope in capitals"),
    (lambda s, sub: "", 401, "no token"),
    (lambda s, sub: "Bearer", 401, "the scheme alone"),
    (lambda s, sub: "Bearer garbage", 401, "no JWT"),
    (lambda s, sub: "Bearer a.b.c", 401, "three parts of nothing"),
    (lambda s, sub: f"Basic {token(s.keys[1], sub, SC)}", 401, "another scheme"),
    (lambda s, sub: f"Bearer {token(OWN_RSA, sub, SC)}", 401, "signed by an RSA key of one's own"),
    (lambda s, sub: f"Bearer {token(OWN_ED25519, sub, SC)}", 401, "signed by an Ed25519 key of one's own"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC)[:-4]}AAAA", 401, "a signature that was changed"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, aud='other.example')}", 401, "made for another server"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, aud=None)}", 401, "made for no server"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, exp=int(time.time()) - 1)}", 401, "expired"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, exp=None)}", 401, "never expires"),
    (lambda s, sub: f"Bearer {token(s.keys[1], sub, SC, nbf=int(time.time()) + 60)}", 401, "not valid yet"),
    (lambda s, sub: f"Bearer {token(s.keys[1], None, SC)}", 401, "nobody's"),
]


@pytest.mark.parametrize(("header", "status", "because"), TOKENS, ids=sentences(TOKENS))
def test_tokens(server, uss, header, status, because):
    sent = {"authorization": header(server, uss.sub)}
    assert uss.get_intent(new_id(), headers=sent).status == status, because


@pytest.mark.parametrize("status", [401, 403])
def test_what_was_not_let_in_changed_nothing(uss, place, status):
    intent_id, constraint_id, subscription_id = new_id(), new_id(), new_id()
    wrong = {"headers": {"authorization": "Bearer x"}} if status == 401 else {"scope": AA}
    assert uss.put_intent(intent_id, intent(volume(place)), **wrong).status == status
    assert uss.put_constraint(constraint_id, constraint(volume(place)), **wrong).status == status
    assert uss.put_subscription(subscription_id, subscription(volume(place)), **wrong).status == status
    assert uss.get_intent(intent_id).status == 404
    assert uss.get_constraint(constraint_id).status == 404
    assert uss.get_subscription(subscription_id).status == 404

    made = uss.put_intent(intent_id, intent(volume(place))).read.operational_intent_reference
    changed = intent(volume(place), uss_base_url="https://changed.example")
    assert uss.put_intent(intent_id, changed, ovn=made.ovn, **wrong).status == status
    assert uss.delete_intent(intent_id, made.ovn, **wrong).status == status
    assert uss.get_intent(intent_id).read.operational_intent_reference == made


@pytest.mark.parametrize(
    ("path", "status", "because"),
    [
        ("/healthy", 200, "whoever asks may know that the server lives"),
        ("/dss/v1/openapi.json", 200, "the description is for everyone"),
        ("/dss/v1/operational_intent_references", 404, "not a path of the standard"),
        ("/dss/v2/operational_intent_references/query", 404, "not this version"),
        ("/uss/v1/operational_intents/x", 404, "a path of USSs, not of the DSS"),
        ("/dss/v1/subscriptions/a/b/c", 404, "too many segments"),
        ("/dss/v1/reports", 405, "a path that only takes POST"),
    ],
)
@pytest.mark.parametrize("header", [{}, {"authorization": "Bearer x"}], ids=["no token", "a bad token"])
def test_paths_that_need_no_token(server, http, path, status, because, header):
    response = http.get(server.url + path, headers=header)
    assert response.status_code == status, because
    if status >= 400:
        check_error(response)
