"""Many at once: ten connections, a hundred intents, and every answer right (InterUSS prober, heavy traffic concurrent)."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from .bodies import area, circle, implicit, intent, new_id, subscription, volume
from .client import ids, told

AT_ONCE = 10
MANY = 100

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")


def at_once(work: Callable[[Asked], Answered], asked: Iterable[Asked]) -> list[Answered]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(work, asked))


def test_a_hundred_intents_beside_above_and_after_each_other(uss, places):
    """Created, read, searched for, changed and ended, ten at a time; none touches another, so no key is needed."""
    lat, lng = next(places)
    next(places)  # what lies 0.2° north of the first, where these reach

    def extent(n: int, later: float):
        outline = circle(lat + 0.001 * (n % 5), lng + 0.003 * (n // 5 % 5), 20)
        return volume(
            outline,
            20 + later + 100 * (n // 25 % 2),
            80 + later + 100 * (n // 25 % 2),
            50 * (n // 50),
            50 * (n // 50) + 40,
        )

    flights = {new_id(): n for n in range(MANY)}
    created = at_once(lambda i: uss.put_intent(i, intent(extent(flights[i], 0), new_subscription=implicit())), flights)
    assert [reply.status for reply in created] == [201] * MANY
    first = {reply.read.operational_intent_reference.id: reply.read.operational_intent_reference for reply in created}
    assert first.keys() == flights.keys()
    assert len({reference.ovn for reference in first.values()}) == MANY
    assert len({reply.headers["tansiq-position"] for reply in created}) == MANY
    assert {reference.version for reference in first.values()} == {1}

    read = at_once(lambda i: uss.get_intent(i), flights)
    assert [reply.read.operational_intent_reference for reply in read] == [first[i] for i in flights]
    found = at_once(lambda _: uss.find_intents(area(circle(lat, lng, 12_000))), range(AT_ONCE))
    assert all(ids(reply.read.operational_intent_references) == sorted(flights) for reply in found)

    def activate(i: str):
        body = intent(extent(flights[i], 5), state="Activated", subscription_id=first[i].subscription_id)
        return uss.put_intent(i, body, ovn=first[i].ovn)

    changed = at_once(activate, flights)
    assert [reply.status for reply in changed] == [200] * MANY
    second = {reply.read.operational_intent_reference.id: reply.read.operational_intent_reference for reply in changed}
    assert {(reference.version, reference.state) for reference in second.values()} == {(2, "Activated")}
    assert all(second[i].subscription_id == first[i].subscription_id for i in flights)

    ended = at_once(lambda i: uss.delete_intent(i, second[i].ovn), flights)
    assert [reply.status for reply in ended] == [200] * MANY
    assert [reply.status for reply in at_once(lambda i: uss.get_intent(i), flights)] == [404] * MANY
    assert uss.find_intents(area(circle(lat, lng, 12_000))).read.operational_intent_references == []
    assert uss.find_subscriptions(area(circle(lat, lng, 12_000))).read.subscriptions == []


def test_ten_uss_that_want_the_same_air_all_get_to_know_of_each_other(new_uss, place):
    """Each plans until its key is complete, asking the others for OVNs. In the order of the log, each knew all before it."""
    ovns: dict[str, str] = {}  # what the managers would tell
    watcher = new_uss()
    wish = watcher.put_subscription(new_id(), subscription(volume(place))).read.subscription

    def plan(uss) -> tuple[int, frozenset[str], str, int]:
        intent_id, known = new_id(), frozenset[str]()
        for _ in range(100):
            key = tuple(ovns[other] for other in known)
            reply = uss.put_intent(intent_id, intent(volume(place), key=key))
            if reply.status == 201:
                ovns[intent_id] = reply.read.operational_intent_reference.ovn
                return int(reply.headers["tansiq-position"]), known, intent_id, told(reply)[wish.id]
            assert reply.status == 409
            missing = ids(reply.read.missing_operational_intents)
            assert missing
            assert not known & set(missing), "an intent whose OVN was in the key is not missing"
            known |= {other for other in missing if other in ovns}
        raise AssertionError("it never got in")

    plans = sorted(at_once(plan, [new_uss() for _ in range(AT_ONCE)]))
    for n, (_, known, _, notified) in enumerate(plans):
        assert known == {intent_id for _, _, intent_id, _ in plans[:n]}
        assert notified == n + 1, "the index counts in the order of the log"
    assert ids(watcher.find_intents(area(place)).read.operational_intent_references) == sorted(ovns)


def test_of_ten_changes_with_the_same_ovn_one_is_taken(uss, place):
    made = uss.put_intent(new_id(), intent(volume(place))).read.operational_intent_reference
    replies = at_once(
        lambda n: uss.put_intent(made.id, intent(volume(place, 10, 60 + n)), ovn=made.ovn), range(AT_ONCE)
    )
    assert sorted(reply.status for reply in replies) == [200] + [409] * (AT_ONCE - 1)
    (taken,) = (reply for reply in replies if reply.status == 200)
    assert uss.get_intent(made.id).read.operational_intent_reference == taken.read.operational_intent_reference
