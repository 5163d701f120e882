"""What waits to be told: superseded, bounded, and still there after a restart."""

import sqlite3
import stat
from contextlib import closing

import pytest

from tansiq.core.units import DAY_US
from tansiq.log.engine import Outage
from tansiq.node import outbox, outbox_file
from tansiq.node.outbox import DELIVERED, FAILED, WAITING, Lane, Notice, Outbox
from tansiq.node.outbox_file import Key

LOG = "a log"


def notice(shown: str, index: int = 1, *, viewer: str = "TSA", host: str = "tsa.example", **more) -> Notice:
    key = Key(f"https://{host}/uss", viewer, "flight", shown)
    fields = {"item": shown, "owner": "HAL", "is_open": True, "subscriptions": {"sub": index}} | more
    return Notice(key, **fields)


@pytest.fixture
def opened(tmp_path):
    """Opens the outbox of one folder, as often as asked; the one before is closed."""
    held: list[Outbox] = []

    def open_again(last: int = 0, log_id: str = LOG) -> Outbox:
        while held:
            held.pop().close()
        held.append(Outbox(tmp_path / "deliveries.sqlite", log_id, last))
        return held[-1]

    yield open_again
    while held:
        held.pop().close()


def states(box: Outbox) -> dict[str, str]:
    return {key.shown: delivery.state for key, delivery in box.deliveries.items()}


def first(box: Outbox, shown: str):
    return next(delivery for key, delivery in box.deliveries.items() if key.shown == shown)


def test_a_newer_notice_takes_the_place_of_one_that_waits_and_keeps_what_others_were_to_know(opened):
    box = opened()
    box.follow(1, 10, [notice("f", subscriptions={"a": 1, "b": 1})])
    box.follow(2, 20, [notice("f", subscriptions={"a": 2})])
    assert (first(box, "f").subscriptions, first(box, "f").made_us, box.waiting) == ({"a": 2, "b": 1}, 20, 1)


def test_after_a_delivery_only_the_new_counts(opened):
    box = opened()
    box.follow(1, 10, [notice("f", subscriptions={"a": 1, "b": 1})])
    assert box.settle(first(box, "f"), DELIVERED, "", "", 15)
    box.follow(2, 20, [notice("f", subscriptions={"a": 2})])
    assert (first(box, "f").subscriptions, first(box, "f").tries) == ({"a": 2}, 0)


def test_the_outcome_of_a_superseded_call_does_not_settle_the_newer(opened):
    box = opened()
    box.follow(1, 10, [notice("f")])
    under_way = first(box, "f")
    box.follow(2, 20, [notice("f", 2)])
    assert not box.settle(under_way, DELIVERED, "", "", 25)
    assert states(box) == {"f": WAITING}


def test_each_viewer_and_host_has_its_lane_and_who_had_a_turn_goes_to_the_end(opened):
    box = opened()
    box.follow(1, 10, [notice("f"), notice("g"), notice("f", host="b.example"), notice("f", viewer="HAL")])
    one = Lane("TSA", "tsa.example")
    assert list(box.lanes) == [one, Lane("TSA", "b.example"), Lane("HAL", "tsa.example")]
    box.settle(box.first(one), WAITING, "slow", "", 15)
    box.to_the_end(one)
    assert list(box.lanes)[-1] == one
    assert box.first(one).key.shown == "g", "what failed waits behind the others"


def test_a_full_lane_gives_up_its_oldest_and_a_full_party_its_newest(opened, monkeypatch):
    monkeypatch.setattr(outbox, "NOTICES_OF_PEER", 2)
    monkeypatch.setattr(outbox, "NOTICES_OF_PARTY", 3)
    monkeypatch.setattr(outbox, "PEERS_OF_PARTY", 2)
    box = opened()
    box.follow(1, 10, [notice("a"), notice("b"), notice("c")])
    assert states(box) == {"a": FAILED, "b": WAITING, "c": WAITING}
    assert first(box, "a").error == "full"
    box.follow(2, 10, [notice("d", host="2.example"), notice("e", host="2.example"), notice("f", host="3.example")])
    assert states(box) == {"a": FAILED, "b": WAITING, "c": WAITING, "d": WAITING, "e": FAILED, "f": FAILED}
    box.follow(3, 10, [notice("b", 2), notice("g", viewer="HAL")])
    assert (states(box)["b"], states(box)["g"]) == (WAITING, WAITING), (
        "a newer change, and another party, are not refused"
    )
    for delivery in list(box.deliveries.values()):
        if delivery.state == WAITING:
            box.settle(delivery, DELIVERED, "", "", 20)
    assert (box.waiting, box.lanes, box._waiting_of, box._lanes_of) == (0, {}, {}, {})


def test_the_whole_room_has_its_bound(opened, monkeypatch):
    monkeypatch.setattr(outbox, "NOTICES_WAITING", 2)
    box = opened()
    box.follow(1, 10, [notice("a", viewer="A"), notice("b", viewer="B"), notice("c", viewer="C")])
    assert states(box) == {"a": WAITING, "b": WAITING, "c": FAILED}


def test_what_is_over_is_forgotten_after_a_day_or_where_there_is_much_of_it(opened, monkeypatch):
    box = opened()
    box.follow(1, 10, [notice("a"), notice("b"), notice("c")])
    for shown in "ab":
        box.settle(first(box, shown), DELIVERED, "", "", 20)
    box.forget(20 + DAY_US - 1)
    assert set(states(box)) == {"a", "b", "c"}
    monkeypatch.setattr(outbox, "NOTICES_KEPT", 1)
    box.forget(21)
    assert set(states(box)) == {"b", "c"}
    box.forget(20 + DAY_US)
    assert states(box) == {"c": WAITING}


def test_an_owner_sees_its_own_as_far_as_it_may_the_last_change_first(opened):
    box = opened()
    box.follow(1, 10, [notice("a"), notice("b"), notice("c", is_open=False), notice("d", owner="TSA"), notice("e")])
    box.settle(first(box, "a"), WAITING, "slow", "", 20)
    assert [d.item for d in box.of_owner("HAL", 10)] == ["a", "e", "b"]
    assert [d.item for d in box.of_owner("HAL", 1)] == ["a"]
    assert box.of_owner("AID", 10) == []


def test_all_of_it_survives_a_restart_in_a_file_for_its_owner_alone(opened, tmp_path):
    box = opened()
    box.follow(1, 10, [notice("a"), notice("b"), notice("c")])
    box.settle(first(box, "a"), DELIVERED, "", "", 20)
    box.settle(first(box, "b"), WAITING, "status", "500", 21)
    kept = dict(box.deliveries)
    again = opened(last=1)
    assert (again.position, again.deliveries) == (1, kept)
    assert [key.shown for key in again.lanes[Lane("TSA", "tsa.example")]] == ["c", "b"]
    assert stat.S_IMODE((tmp_path / "deliveries.sqlite").stat().st_mode) == 0o600


def test_without_anything_to_tell_there_is_no_file(opened, tmp_path):
    box = opened(last=7)
    box.follow(8, 10, [])
    box.flush()
    box.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("spoil", ["another log", "no database", "a newer format"])
def test_a_file_that_cannot_be_used_is_begun_anew_at_the_end_of_the_log_and_that_is_said(
    opened, tmp_path, spoil, caplog
):
    opened().follow(1, 10, [notice("a")])
    opened(last=1)
    path = tmp_path / "deliveries.sqlite"
    if spoil == "no database":
        for each in tmp_path.iterdir():
            each.unlink()
        path.write_bytes(b"not a database, though as long as one has to be" * 100)
    if spoil == "a newer format":
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute("UPDATE settings SET value = '99' WHERE name = 'format'")
    caplog.clear()
    box = opened(last=5, log_id="another" if spoil == "another log" else LOG)
    assert (box.position, box.deliveries) == (5, {})
    assert "begun anew" in caplog.text
    box.follow(6, 10, [notice("b")])
    assert set(states(opened(last=6, log_id="another" if spoil == "another log" else LOG))) == {"b"}


def test_what_a_snapshot_has_passed_over_is_said(opened, caplog):
    box = opened()
    box.follow(1, 10, [notice("a")])
    box = opened(last=9)
    box.begin(1)
    assert "not told" not in caplog.text
    box.begin(4)
    assert "What entries 2 to 4 changed is not told" in caplog.text
    box.follow(5, 20, [notice("a", 2)])


def test_a_file_is_never_ahead_of_a_log_that_was_put_back(opened):
    box = opened()
    box.follow(1, 10, [notice("a")])
    box.follow(2, 10, [notice("b")])
    assert opened(last=1).position == 1


def test_what_cannot_be_written_waits_in_memory_and_is_written_later(opened, monkeypatch):
    """Failed and not done; then failed and done, where the same is written twice."""
    box = opened()
    box.follow(1, 10, [notice("a")])
    box.flush()
    real = outbox_file.write

    def fails(*arguments, **more):
        raise sqlite3.OperationalError("disk I/O error")

    def fails_afterwards(*arguments, **more):
        real(*arguments, **more)
        raise sqlite3.OperationalError("disk I/O error")

    for broken in (fails, fails_afterwards):
        monkeypatch.setattr(outbox_file, "write", broken)
        box.follow(box.position + 1, 20, [notice("b", box.position)])
        with pytest.raises(Outage, match="cannot be written"):
            box.flush()
        assert "disk I/O error" in box.trouble
        monkeypatch.setattr(outbox_file, "write", real)
        box.forget(30)
        box.flush()
        assert box.trouble == ""
    assert first(opened(last=3), "b").subscriptions == {"sub": 2}
