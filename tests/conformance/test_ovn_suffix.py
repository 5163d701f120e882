"""OVNs that a USS asks for, so that it can publish them before it has the answer (F3548-21 OpenAPI of InterUSS, 1.0.0)."""

import time
import uuid

import pytest

from .bodies import intent, new_id, sentences, volume


def uuid7(offset_s: float = 0, version: str = "7", variant: str = "8") -> str:
    """A UUID version 7 of so many seconds from now (RFC 9562, 5.7)."""
    digits = (
        f"{int((time.time() + offset_s) * 1_000):012x}{version}{uuid.uuid4().hex[:3]}{variant}{uuid.uuid4().hex[:15]}"
    )
    return str(uuid.UUID(digits))


SUFFIXES = [
    (uuid7, 201, "made now"),
    (lambda: uuid7(-290), 201, "made almost 5 minutes ago"),
    (lambda: uuid7(290), 201, "made on a clock that is almost 5 minutes ahead"),
    (lambda: uuid7(-310), 400, "made more than 5 minutes ago"),
    (lambda: uuid7(310), 400, "made in more than 5 minutes"),
    (lambda: "0191dc07-76e8-7546-84f2-e739e9f44d77", 400, "made in 2024"),
    (lambda: uuid7(version="4"), 400, "it says that it is of version 4"),
    (lambda: str(uuid.uuid4()), 400, "a random UUID"),
    (lambda: str(uuid.uuid1()), 400, "a UUID version 1"),
    (lambda: uuid7(variant="c"), 400, "another variant"),
    (lambda: uuid7()[:-1], 400, "a digit short"),
    (lambda: "not-a-uuid", 400, "words"),
    (lambda: "", 400, "nothing"),
    (lambda: 7, 400, "a number"),
    (lambda: None, 201, "null, as if it were not asked for"),
]


@pytest.mark.parametrize(("made", "status", "because"), SUFFIXES, ids=sentences(SUFFIXES))
def test_a_suffix_is_a_uuid_version_7_of_now(uss, place, made, status, because):
    intent_id, suffix = new_id(), made()
    reply = uss.put_intent(intent_id, intent(volume(place), requested_ovn_suffix=suffix))
    assert reply.status == status, because
    if status == 201 and suffix is not None:
        assert reply.read.operational_intent_reference.ovn == f"{intent_id}_{suffix}"


def test_an_asked_for_ovn_is_good_for_the_next_change_and_for_keys(uss, other, place):
    intent_id, suffix = new_id(), uuid7()
    assert uss.put_intent(intent_id, intent(volume(place), requested_ovn_suffix=suffix)).status == 201
    ovn = f"{intent_id}_{suffix}"
    assert other.put_intent(new_id(), intent(volume(place, low=100), key=(ovn,))).status == 201
    changed = uss.put_intent(intent_id, intent(volume(place, 10, 70, 0, 50), requested_ovn_suffix=uuid7()), ovn=ovn)
    assert changed.status == 200
    assert uss.delete_intent(intent_id, changed.read.operational_intent_reference.ovn).status == 200


def test_a_change_without_a_suffix_gives_an_ovn_of_ours(uss, place):
    intent_id, suffix = new_id(), uuid7()
    assert uss.put_intent(intent_id, intent(volume(place), requested_ovn_suffix=suffix)).status == 201
    changed = uss.put_intent(intent_id, intent(volume(place)), ovn=f"{intent_id}_{suffix}")
    assert suffix not in changed.read.operational_intent_reference.ovn


def test_the_present_suffix_may_not_be_asked_for_again(uss, place):
    intent_id, suffix = new_id(), uuid7()
    body = intent(volume(place), requested_ovn_suffix=suffix)
    first = uss.put_intent(intent_id, body).read.operational_intent_reference
    assert uss.put_intent(intent_id, body, ovn=first.ovn).status == 400
    assert uss.get_intent(intent_id).read.operational_intent_reference == first


def test_a_former_suffix_does_not_come_back(uss, other, place):
    """Whoever knew the intent as it was then would hold a key that is good again."""
    intent_id, former, newer = new_id(), uuid7(-60), uuid7()
    assert uss.put_intent(intent_id, intent(volume(place), requested_ovn_suffix=former)).status == 201
    second = uss.put_intent(
        intent_id, intent(volume(place), requested_ovn_suffix=newer), ovn=f"{intent_id}_{former}"
    ).read.operational_intent_reference
    assert second.ovn == f"{intent_id}_{newer}"
    third = uss.put_intent(intent_id, intent(volume(place)), ovn=second.ovn).read.operational_intent_reference
    for suffix in (former, newer, uuid7(-30)):
        again = intent(volume(place), requested_ovn_suffix=suffix)
        assert uss.put_intent(intent_id, again, ovn=third.ovn).status == 400
    assert uss.get_intent(intent_id).read.operational_intent_reference == third
    assert other.put_intent(new_id(), intent(volume(place), key=(f"{intent_id}_{former}", second.ovn))).status == 409
    latest = intent(volume(place), requested_ovn_suffix=uuid7(1))
    assert uss.put_intent(intent_id, latest, ovn=third.ovn).status == 200


def test_two_intents_may_ask_for_the_same_suffix(uss, places):
    suffix = uuid7()
    ovns = [
        uss.put_intent(
            new_id(), intent(volume(next(places)), requested_ovn_suffix=suffix)
        ).read.operational_intent_reference.ovn
        for _ in range(2)
    ]
    assert len(set(ovns)) == 2, "the id is part of the OVN"
