"""Idempotency keys, receipts and signed refusals: what a USS can do after an answer was lost, and prove later."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from uas_standards.astm.f3548.v21.api import OperationID

from tansiq.log.checkpoint import open_checkpoint
from tansiq.log.note import VerifierKey, parse_key
from tansiq.log.receipt import Receipt, SignedRefusal, decode, faults

from .bodies import intent, new_id, subscription, volume

PUT = OperationID.CreateOperationalIntentReference


@pytest.fixture(scope="session")
def vkey(server, http) -> VerifierKey:
    return parse_key(http.get(f"{server.url}/log/vkey").text.strip())


def keyed(uss, intent_id, body, key):
    return uss.put_intent(intent_id, body, headers={"idempotency-key": key})


class TestIdempotencyKeys:
    """The same key with the same request is the same request, for a day."""

    def test_the_same_again_has_the_same_answer_and_position(self, uss, place):
        intent_id, body, key = new_id(), intent(volume(place)), new_id()
        first, second = keyed(uss, intent_id, body, key), keyed(uss, intent_id, body, key)
        assert (first.status, second.status) == (201, 201), "without the key the second is a conflict"
        assert second.content == first.content
        assert int(first.headers["tansiq-position"]) >= 1
        assert second.headers["tansiq-position"] == first.headers["tansiq-position"]
        assert uss.put_intent(intent_id, body).status == 409

    def test_a_refusal_at_the_check_is_not_remembered(self, uss, place):
        made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
        headers = {"idempotency-key": new_id()}
        assert uss.delete_intent(made.id, "x" * 20, headers=headers).status == 409
        assert uss.delete_intent(made.id, made.ovn, headers=headers).status == 200, "the key is still free"

    @pytest.mark.parametrize("what", ["body", "path", "operation"])
    def test_another_request_with_it_is_refused(self, uss, place, what):
        intent_id, body, key = new_id(), intent(volume(place)), new_id()
        assert keyed(uss, intent_id, body, key).status == 201
        if what == "body":
            reply = keyed(uss, intent_id, body | {"uss_base_url": "https://other.example"}, key)
        elif what == "path":
            reply = keyed(uss, new_id(), body, key)
        else:
            headers = {"idempotency-key": key}
            reply = uss.put_subscription(new_id(), subscription(volume(place)), headers=headers)
        assert reply.status == 422
        assert keyed(uss, intent_id, body, key).status == 201, "what was first stays remembered"

    def test_keys_of_others_do_not_meet(self, uss, other, place):
        key = new_id()
        assert keyed(uss, new_id(), intent(volume(place)), key).status == 201
        assert keyed(other, new_id(), intent(volume(place, low=200, high=300)), key).status == 201

    def test_a_change_is_done_once(self, uss, other, place):
        wish = other.put_subscription(new_id(), subscription(volume(place))).read.subscription
        made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
        body, headers = intent(volume(place, 20, 60)), {"idempotency-key": new_id()}
        replies = [uss.put_intent(made.id, body, ovn=made.ovn, headers=headers) for _ in range(3)]
        assert {reply.status for reply in replies} == {200}
        assert uss.get_intent(made.id).read.operational_intent_reference.version == 2
        assert other.get_subscription(wish.id).read.subscription.notification_index == 2

    def test_the_same_ten_times_at_once_is_done_once(self, uss, place):
        intent_id, body, key = new_id(), intent(volume(place)), new_id()
        with ThreadPoolExecutor(10) as pool:
            replies = list(pool.map(lambda _: keyed(uss, intent_id, body, key), range(10)))
        assert {(reply.status, reply.content, reply.headers["tansiq-position"]) for reply in replies} == {
            (201, replies[0].content, replies[0].headers["tansiq-position"])
        }

    def test_of_ten_others_at_once_under_one_key_one_is_done(self, uss, places):
        bodies, key = [intent(volume(next(places))) for _ in range(10)], new_id()
        with ThreadPoolExecutor(10) as pool:
            replies = list(pool.map(lambda body: keyed(uss, new_id(), body, key), bodies))
        assert sorted(reply.status for reply in replies) == [201] + [422] * 9

    @pytest.mark.parametrize("key", ["x" * 129, "é", "a\tb"], ids=["too long", "not ASCII", "not printable"])
    def test_a_key_is_short_and_printable(self, uss, place, key):
        headers = [(b"idempotency-key", key.encode())]
        assert uss.put_intent(new_id(), intent(volume(place)), headers=dict(headers)).status == 400

    def test_a_key_on_a_question_does_nothing(self, uss):
        for _ in range(2):
            assert uss.get_intent(new_id(), headers={"idempotency-key": "same"}).status == 404


class TestWhatBecameOfARequest:
    """`GET /room/v1/requests/{key}`."""

    def ask(self, uss, key):
        response = uss.plain("GET", f"/room/v1/requests/{key}")
        assert response.status_code == 200
        return response.json()

    def test_one_that_was_done(self, uss, place):
        key, intent_id = new_id(), new_id()
        reply = keyed(uss, intent_id, intent(volume(place)), key)
        shown = self.ask(uss, key)
        assert shown["outcome"] == "done"
        assert shown["status"] == 201
        assert shown["body"] == reply.body
        assert shown["position"] == int(reply.headers["tansiq-position"])

    def test_one_that_was_refused_at_the_check_was_never_ordered(self, uss, other, place):
        assert other.put_intent(new_id(), intent(volume(place))).status == 201
        key = new_id()
        refused = keyed(uss, new_id(), intent(volume(place)), key)
        assert refused.status == 409
        assert "tansiq-position" not in refused.headers
        assert self.ask(uss, key)["outcome"] == "never ordered"

    def test_one_that_never_came(self, uss):
        shown = self.ask(uss, new_id())
        assert shown["outcome"] == "never ordered"
        assert "safe to send it again" in shown["hint"]

    def test_one_of_somebody_else_is_as_if_it_never_came(self, uss, other, place):
        key = new_id()
        assert keyed(uss, new_id(), intent(volume(place)), key).status == 201
        assert self.ask(other, key) == self.ask(other, new_id())

    def test_it_needs_a_token_and_a_sane_key(self, server, http, uss):
        assert http.get(f"{server.url}/room/v1/requests/x").status_code == 401
        response = uss.plain("GET", f"/room/v1/requests/{'x' * 129}")
        assert response.status_code == 400
        assert set(response.json()) == {"code", "message", "where", "hint"}

    def test_one_that_lost_a_race_was_refused_in_order(self, uss, place, vkey):
        """Ten ask for the same id at once: one gets it; who was refused only after the ordering has that in the log."""
        intent_id, body = new_id(), intent(volume(place))
        keys = [new_id() for _ in range(10)]
        with ThreadPoolExecutor(10) as pool:
            replies = list(pool.map(lambda key: keyed(uss, intent_id, body, key), keys))
        assert sorted(reply.status for reply in replies) == [201] + [409] * 9
        for key, reply in zip(keys, replies, strict=True):
            position = reply.headers.get("tansiq-position")
            expected = "done" if reply.status == 201 else "refused" if position else "never ordered"
            assert self.ask(uss, key)["outcome"] == expected
            if position is not None:
                proof = decode(uss.plain("GET", f"/room/v1/receipts/{position}").content)
                assert isinstance(proof, Receipt)
                assert faults(proof, vkey) == []
                assert proof.outcome == expected
                assert proof.answer_hash == hashlib.sha256(reply.content).digest()


class TestReceipts:
    """A receipt proves, offline, that an entry is in the log and what came of it."""

    def receipt(self, uss, position) -> httpx.Response:
        return uss.plain("GET", f"/room/v1/receipts/{position}")

    def test_each_ordered_change_has_one(self, uss, place, vkey):
        reply = uss.put_intent(new_id(), intent(volume(place)))
        position = int(reply.headers["tansiq-position"])
        proof = decode(self.receipt(uss, position).content)
        assert isinstance(proof, Receipt)
        assert faults(proof, vkey) == []
        assert (proof.position, proof.outcome) == (position, "done")
        assert proof.answer_hash == hashlib.sha256(reply.content).digest()

    def test_it_stays_good_while_the_log_grows(self, uss, places, vkey):
        reply = uss.put_intent(new_id(), intent(volume(next(places))))
        position = int(reply.headers["tansiq-position"])
        early = self.receipt(uss, position).content
        for _ in range(5):
            assert uss.put_intent(new_id(), intent(volume(next(places)))).status == 201
        late = decode(self.receipt(uss, position).content)
        assert faults(decode(early), vkey) == []
        assert faults(late, vkey) == []
        assert late.checkpoint != decode(early).checkpoint

    def test_a_forged_one_is_found_out(self, uss, place, vkey):
        position = int(uss.put_intent(new_id(), intent(volume(place))).headers["tansiq-position"])
        proof = json.loads(self.receipt(uss, position).content)
        for name, value in (("outcome", "refused"), ("position", position + 1), ("answer_hash", proof["commitment"])):
            assert faults(decode(json.dumps(proof | {name: value}).encode()), vkey) != [], name

    def test_only_whoever_asked_gets_it(self, server, http, uss, other, place):
        position = uss.put_intent(new_id(), intent(volume(place))).headers["tansiq-position"]
        assert self.receipt(other, position).status_code == 404
        assert self.receipt(other, position).json() == self.receipt(other, position).json()
        assert http.get(f"{server.url}/room/v1/receipts/{position}").status_code == 401

    @pytest.mark.parametrize("position", ["0", "-1", "x", "1.5", "9" * 30, "٣"])
    def test_a_position_is_a_number(self, uss, position):
        assert self.receipt(uss, position).status_code == 400

    def test_one_that_is_not_there_yet(self, uss):
        assert self.receipt(uss, 10**12).status_code == 404

    def test_a_question_and_a_refusal_have_none(self, uss, place):
        assert "tansiq-position" not in uss.get_intent(new_id()).headers
        assert "tansiq-position" not in uss.put_intent(new_id(), intent()).headers
        assert "tansiq-position" not in uss.delete_intent(new_id(), "x" * 20).headers


class TestSignedRefusals:
    """Whoever asks for it gets a "no" that can be shown to others."""

    def prove(self, uss, vkey, reply, operation, path, body: bytes):
        shown = json.loads(base64.b64decode(reply.headers["tansiq-refusal"]))
        whole = shown | {"type": "tansiq refusal v1", "refusal": base64.b64encode(reply.content).decode()}
        proof = decode(json.dumps(whole).encode())
        assert isinstance(proof, SignedRefusal)
        assert faults(proof, vkey) == []
        asked = json.dumps([operation.value, path], separators=(",", ":"), ensure_ascii=False).encode() + body
        assert proof.request_hash == hashlib.sha256(asked).digest()
        forged = whole | {"refusal": base64.b64encode(reply.content + b" ").decode()}
        assert faults(decode(json.dumps(forged).encode()), vkey) != []

    def test_of_a_conflict(self, uss, other, place, vkey):
        assert other.put_intent(new_id(), intent(volume(place))).status == 201
        intent_id, body = new_id(), json.dumps(intent(volume(place))).encode()
        reply = uss.put_intent(intent_id, body, headers={"tansiq-prove-refusal": "1"})
        assert reply.status == 409
        self.prove(uss, vkey, reply, PUT, {"entityid": intent_id}, body)

    def test_of_a_deletion(self, uss, vkey):
        path = {"entityid": new_id(), "ovn": "x" * 20}
        reply = uss.delete_intent(*path.values(), headers={"tansiq-prove-refusal": "1"})
        assert reply.status == 404
        self.prove(uss, vkey, reply, OperationID.DeleteOperationalIntentReference, path, b"")

    def test_only_whoever_asks_for_it_gets_it(self, uss):
        assert "tansiq-refusal" not in uss.delete_intent(new_id(), "x" * 20).headers

    def test_a_yes_needs_none(self, uss, place):
        reply = uss.put_intent(new_id(), intent(volume(place)), headers={"tansiq-prove-refusal": "1"})
        assert reply.status == 201
        assert "tansiq-refusal" not in reply.headers


def test_the_head_of_the_log_is_signed(server, http, vkey):
    head = open_checkpoint(http.get(f"{server.url}/log/checkpoint").content, vkey)
    assert head.size >= 0


def test_tiles_that_are_not_there(server, http):
    for path in ("tile/0/x", "tile/0/999", "tile", "", "tile/0/000.p/300", "../data/log.sqlite"):
        response = http.get(f"{server.url}/log/{path}")
        assert response.status_code == 404, path


def test_an_answer_says_which_request_it_is(server, http):
    response = http.get(f"{server.url}/healthy", headers={"x-request-id": "conformance-1"})
    assert response.headers["x-request-id"] == "conformance-1"
