"""The file of secrets: invitations, sessions, machines, and waits after failures."""

import contextlib
import os
import sqlite3
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tansiq.credentials import links, store
from tansiq.credentials.file import FORMAT
from tansiq.credentials.store import SESSIONS_PER_PERSON, Credentials, Refusal, Webhook, name_key
from tansiq.log.engine import Outage

NOW_US = 1_790_000_000_000_000
SECOND_US = 1_000_000
MINUTE_US = 60 * SECOND_US
HOUR_US = 60 * MINUTE_US
DAY_US = 24 * HOUR_US
HASH = "$argon2id$one"
OTHER_HASH = "$argon2id$two"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets.sqlite"


@pytest.fixture
def credentials(path):
    with contextlib.closing(Credentials(path)) as opened:
        yield opened


def rows(path, table):
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT * FROM {table}").fetchall()


def enter(credentials, person_id, name, now_us=NOW_US, passphrase_hash=HASH):
    return credentials.accept(credentials.invite(person_id, now_us, HOUR_US), name, passphrase_hash, now_us)


# The file


def test_the_file_and_its_neighbours_are_the_owners_only(path):
    old = os.umask(0)
    try:
        with contextlib.closing(Credentials(path)) as credentials:
            credentials.add_client("client-1")
            for each in path.parent.iterdir():
                assert stat.S_IMODE(each.stat().st_mode) == 0o600, each.name
            assert {each.suffix for each in path.parent.iterdir()} == {".sqlite", ".sqlite-wal", ".sqlite-shm"}
    finally:
        os.umask(old)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_file_that_others_can_use_is_refused_with_the_cure(path, mode):
    Credentials(path).close()
    path.chmod(mode)
    with pytest.raises(Outage, match=f"mode {mode:03o}.*chmod 600 {path}"):
        Credentials(path)
    path.chmod(0o600)
    Credentials(path).close()


def test_what_was_kept_is_there_after_a_start(path):
    with contextlib.closing(Credentials(path)) as before:
        enter(before, "p1", "Amal")
        token, secret = before.open_session("p1", NOW_US), before.add_client("client-1")
    with contextlib.closing(Credentials(path)) as after:
        assert after.find("amal") == ("p1", HASH)
        assert after.session(token, NOW_US) == "p1"
        assert after.check_client("client-1", secret)


def test_a_start_that_was_broken_off_is_finished(path):
    path.touch(mode=0o600)
    with contextlib.closing(Credentials(path)) as credentials:
        assert credentials.find("amal") is None


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda path: path.write_bytes(b"not a database" * 1_000), "own backup"),
        (lambda path: sqlite3.connect(path).execute("PRAGMA user_version = 9").connection.close(), "has format 9"),
        (lambda path: (path.unlink(), path.mkdir(mode=0o700)), "cannot be used"),
    ],
    ids=["garbage", "a newer format", "a folder"],
)
def test_a_file_that_cannot_be_read_is_an_outage(path, spoil, said):
    Credentials(path).close()
    spoil(path)
    path.chmod(path.stat().st_mode & 0o700)
    with pytest.raises(Outage, match=said):
        Credentials(path)


def test_a_folder_that_is_not_there_is_an_outage(tmp_path):
    with pytest.raises(Outage, match="cannot be used"):
        Credentials(tmp_path / "none" / "secrets.sqlite")


def test_no_token_and_no_secret_is_in_the_file(path):
    with contextlib.closing(Credentials(path)) as credentials:
        told = [
            credentials.invite("p1", NOW_US, HOUR_US),
            credentials.open_session("p1", NOW_US),
            credentials.add_client("client-1"),
            credentials.rotate_client("client-1"),
        ]
        credentials.failed("a passphrase typed as name", "192.0.2.1", NOW_US)
        content = b"".join(each.read_bytes() for each in path.parent.iterdir())
    assert len(set(told)) == 4
    assert all(len(token) == 43 and token.encode() not in content for token in told)
    assert b"typed as name" not in content
    assert b"client-1" in content, "the search would have found it"


# Invitations


def test_an_invitation_is_good_once(credentials):
    token = credentials.invite("p1", NOW_US, HOUR_US)
    assert credentials.invited(token, NOW_US) == "p1"
    assert credentials.invited(token, NOW_US) == "p1", "to look does not use it up"
    assert credentials.accept(token, "Amal", HASH, NOW_US) == "p1"
    assert credentials.find("Amal") == ("p1", HASH)
    assert credentials.accept(token, "Eve", OTHER_HASH, NOW_US) == Refusal("invitation used")
    assert credentials.invited(token, NOW_US + 2 * HOUR_US) == Refusal("invitation used")
    assert credentials.find("Eve") is None


@pytest.mark.parametrize(
    ("name", "after_us", "expected", "because"),
    [
        ("Amal", HOUR_US - 1, "p1", "a moment before its end"),
        ("Amal", HOUR_US, Refusal("invitation expired"), "at its end"),
        ("Amal", 30 * DAY_US, Refusal("invitation expired"), "a month late"),
        ("", 0, Refusal("bad name"), "no name"),
        (" \u200f ", 0, Refusal("bad name"), "nothing of the name can be seen"),
        ("a\nb", 0, Refusal("bad name"), "a line break"),
        ("a\0b", 0, Refusal("bad name"), "a zero byte"),
        ("a" * 64, 0, "p1", "a long name"),
        ("a" * 65, 0, Refusal("bad name"), "a name too long"),
        ("\ufdfa" * 4, 0, Refusal("bad name"), "one that is too long after normalisation"),
        ("BASIM", 0, Refusal("name taken"), "another has it, in another case"),
        ("أمل", 0, "p1", "Arabic"),
        ("Amal of Basim", 0, "p1", "spaces within"),
    ],
)
def test_whether_an_invitation_is_accepted(credentials, name, after_us, expected, because):
    enter(credentials, "p2", "Basim")
    token = credentials.invite("p1", NOW_US, HOUR_US)
    assert credentials.accept(token, name, HASH, NOW_US + after_us) == expected, because
    assert credentials.find("Basim") == ("p2", HASH)
    if expected in (Refusal("bad name"), Refusal("name taken")):
        assert credentials.accept(token, "Amal", HASH, NOW_US) == "p1", "another name may be tried"


def test_an_invented_token_is_no_invitation(credentials):
    for token in ("", "x", "A" * 43, "\ud800"):
        assert credentials.accept(token, "Amal", HASH, NOW_US) == Refusal("no such invitation")


def test_a_new_invitation_makes_the_earlier_one_void(credentials):
    first = credentials.invite("p1", NOW_US, HOUR_US)
    second = credentials.invite("p1", NOW_US, HOUR_US)
    credentials.invite("p2", NOW_US, HOUR_US)
    assert credentials.accept(first, "Amal", HASH, NOW_US) == Refusal("no such invitation")
    assert credentials.accept(second, "Amal", HASH, NOW_US) == "p1"


def test_invitations_are_forgotten_in_the_end(credentials, path):
    credentials.invite("p1", NOW_US, HOUR_US)
    credentials.invite("p2", NOW_US + HOUR_US + 30 * DAY_US, HOUR_US)
    assert [person_id for _, person_id, *_ in rows(path, "invitations")] == ["p2"]


def test_an_invitation_for_somebody_who_is_known_gives_another_passphrase(credentials):
    enter(credentials, "p1", "Amal")
    stolen = credentials.open_session("p1", NOW_US)
    for _ in range(5):
        credentials.failed("Amal", "192.0.2.1", NOW_US)
    assert enter(credentials, "p1", "Amal B", passphrase_hash=OTHER_HASH) == "p1"
    assert credentials.find("Amal") is None
    assert credentials.find("Amal B") == ("p1", OTHER_HASH)
    assert credentials.session(stolen, NOW_US) is None
    assert enter(credentials, "p2", "Amal") == "p2", "the old name is free"
    assert credentials.may_try("Amal", "192.0.2.9", NOW_US) == 0


def test_a_passphrase_instead_of_its_hash_is_a_bug(credentials):
    with pytest.raises(AssertionError, match="never a passphrase"):
        credentials.accept(credentials.invite("p1", NOW_US, HOUR_US), "Amal", "correct horse battery", NOW_US)


@pytest.mark.parametrize(
    ("one", "other", "because"),
    [
        ("Amal", "aMAL", "case"),
        ("Straße", "STRASSE", "one letter that becomes two"),
        ("Amal", "\uff21mal", "wide letters"),
        ("caf\u00e9", "cafe\u0301", "composed and decomposed"),
        ("Amal", " Amal\t", "spaces at the ends"),
        ("أمل", "\u200fأمل\u200e", "direction marks that came with a copy"),
        ("می‌خواهم", "میخواهم", "a joiner that cannot be seen"),
        ("ﻣﻤﻤ", "مم" + "م", "presentation forms of Arabic letters"),
    ],
)
def test_spellings_of_one_name(credentials, one, other, because):
    assert name_key(one) == name_key(other), because
    enter(credentials, "p1", one)
    assert credentials.find(other) == ("p1", HASH), because


# Sessions


@pytest.mark.parametrize(
    ("uses_h", "ends", "because"),
    [
        ([11.9], False, "used before it was idle for twelve hours"),
        ([12], True, "idle for twelve hours"),
        ([11, 22], False, "each use begins the twelve hours anew"),
        ([11, 23], True, "idle later"),
        ([11 * n for n in range(1, 16)], False, "used for almost seven days"),
        ([*(11 * n for n in range(1, 16)), 168], True, "seven days are over, used or not"),
        ([-1], False, "the clock was set back"),
    ],
)
def test_when_a_session_ends(credentials, uses_h, ends, because):
    token = credentials.open_session("p1", NOW_US)
    *before, last = [credentials.session(token, NOW_US + int(hour * HOUR_US)) for hour in uses_h]
    assert before == ["p1"] * len(before), because
    assert last == (None if ends else "p1"), because


def test_the_use_of_a_session_is_noted_once_a_minute(credentials, path):
    token = credentials.open_session("p1", NOW_US)
    noted = []
    for seconds in (0, 59, 60, 119, 121):
        credentials.session(token, NOW_US + seconds * SECOND_US)
        noted.append((rows(path, "sessions")[0][3] - NOW_US) // SECOND_US)
    assert noted == [0, 0, 60, 60, 121]


def test_who_is_in_can_go_on_looking_where_nothing_can_be_written(credentials, path):
    token = credentials.open_session("p1", NOW_US)
    credentials._connection.execute("PRAGMA query_only = ON")
    assert credentials.session(token, NOW_US + HOUR_US) == "p1"
    with pytest.raises(Outage, match="cannot be used"):
        credentials.open_session("p1", NOW_US)
    credentials._connection.execute("PRAGMA query_only = OFF")
    assert credentials.session(token, NOW_US + 2 * HOUR_US) == "p1", "nothing is left locked or half done"


def test_signing_out_here_and_everywhere(credentials):
    here, there, other = (credentials.open_session(person, NOW_US) for person in ("p1", "p1", "p2"))
    credentials.close_session(here)
    credentials.close_session(here)
    credentials.close_session("nonsense")
    assert [credentials.session(token, NOW_US) for token in (here, there, other)] == [None, "p1", "p2"]
    credentials.close_sessions("p1")
    assert [credentials.session(token, NOW_US) for token in (here, there, other)] == [None, None, "p2"]


def test_sessions_that_ended_are_forgotten_and_one_person_has_only_so_many(credentials, path):
    credentials.open_session("p1", NOW_US)
    later_us = NOW_US + 13 * HOUR_US
    other = credentials.open_session("p2", later_us)
    assert len(rows(path, "sessions")) == 1
    tokens = [credentials.open_session("p1", later_us + n) for n in range(SESSIONS_PER_PERSON + 1)]
    alive = [credentials.session(token, later_us + MINUTE_US) for token in tokens]
    assert alive == [None] + ["p1"] * SESSIONS_PER_PERSON, "the one that was used least lately gives way"
    assert credentials.session(other, later_us) == "p2"


# Machines


def test_the_secret_of_a_machine(credentials):
    first, other = credentials.add_client("client-1"), credentials.add_client("client-2")
    assert credentials.check_client("client-1", first)
    assert not credentials.check_client("client-1", other), "another machine's"
    assert not credentials.check_client("client-3", first), "an unknown machine"
    assert not credentials.check_client("client-1", ""), "none"
    second = credentials.rotate_client("client-1")
    assert not credentials.check_client("client-1", first), "the old one ends at once"
    assert credentials.check_client("client-1", second)
    credentials.remove_client("client-1")
    credentials.remove_client("client-1")
    assert not credentials.check_client("client-1", second)
    assert credentials.check_client("client-2", other)


def test_a_machine_whose_secret_was_lost_before_it_was_told_gets_one(credentials):
    assert credentials.check_client("client-1", credentials.rotate_client("client-1"))


def test_one_id_for_two_machines_is_a_bug(credentials):
    secret = credentials.add_client("client-1")
    with pytest.raises(AssertionError, match="has a secret already"):
        credentials.add_client("client-1")
    assert credentials.check_client("client-1", secret)


def test_an_unknown_machine_is_compared_too(credentials, monkeypatch):
    compared = []
    real = store.hmac.compare_digest
    monkeypatch.setattr(store.hmac, "compare_digest", lambda a, b: compared.append(len(b)) or real(a, b))
    credentials.add_client("client-1")
    credentials.check_client("client-1", "wrong")
    credentials.check_client("client-2", "wrong")
    assert compared == [32, 32]


# Waits


def fail(credentials, times, name="Amal", address="192.0.2.1", now_us=NOW_US):
    for _ in range(times):
        credentials.failed(name, address, now_us)


@pytest.mark.parametrize(
    ("failures", "after_s", "expected_s", "because"),
    [
        (4, 0, 0, "four may be mistakes"),
        (5, 0, 60, "a minute after the fifth"),
        (5, 59.5, 1, "seconds are rounded up"),
        (5, 60, 0, "the minute is over"),
        (6, 0, 120, "twice as long after the next"),
        (7, 0, 240, "and so on"),
        (8, 0, 480, "and so on"),
        (9, 0, 900, "but never more than a quarter of an hour"),
        (100, 0, 900, "however many there were"),
        (100, 899.9, 1, "until its very end"),
        (100, 900, 0, "then all is forgotten"),
        (100, -3_600, 0, "a clock that was set back locks nobody out"),
    ],
)
def test_waits_grow_with_the_failures_of_a_name(credentials, failures, after_s, expected_s, because):
    fail(credentials, failures)
    now_us = NOW_US + int(after_s * SECOND_US)
    assert credentials.may_try("AMAL ", "198.51.100.1", now_us) == expected_s, because
    assert credentials.may_try("Basim", "198.51.100.1", now_us) == 0, "another name from elsewhere never waits"


@pytest.mark.parametrize(
    ("failures", "address", "expected_s", "because"),
    [
        (29, "192.0.2.1", 0, "an office has many who mistype"),
        (30, "192.0.2.1", 60, "the thirtieth"),
        (31, "192.0.2.1", 120, "and longer after the next"),
        (30, "192.0.2.2", 0, "a neighbour"),
        (30, "::ffff:192.0.2.1", 60, "the same, written as IPv6"),
        (30, "not an address", 0, "something else"),
    ],
)
def test_waits_of_an_address(credentials, failures, address, expected_s, because):
    for number in range(failures):
        fail(credentials, 1, name=f"name {number}")
    assert credentials.may_try("Amal", address, NOW_US) == expected_s, because


@pytest.mark.parametrize(
    ("one", "other", "expected_s"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 60),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 0),
        ("fe80::1%eth0", "fe80::2%eth0", 60),
        ("", "", 60),
        ("testclient", "testclient", 60),
    ],
    ids=["one network", "two networks", "with a scope", "unknown", "no address"],
)
def test_an_ipv6_network_is_counted_as_one(credentials, one, other, expected_s):
    for number in range(30):
        fail(credentials, 1, name=f"name {number}", address=one)
    assert credentials.may_try("Amal", other, NOW_US) == expected_s


def test_a_success_forgets_the_name_but_not_the_address(credentials):
    fail(credentials, 30)
    credentials.succeeded("amal")
    assert credentials.may_try("Amal", "198.51.100.1", NOW_US) == 0
    assert credentials.may_try("Amal", "192.0.2.1", NOW_US) == 60


def test_whoever_tries_whenever_it_is_allowed_gets_few_tries(credentials):
    tries_us = []
    for second in range(0, 6 * 3_600, 15):
        now_us = NOW_US + second * SECOND_US
        while credentials.may_try("Amal", "198.51.100.1", now_us) == 0:
            fail(credentials, 1, now_us=now_us)
            tries_us.append(now_us)
    most = max(sum(start <= each < start + 15 * MINUTE_US for each in tries_us) for start in tries_us)
    assert most <= 8, "in any quarter of an hour"


def test_failures_take_a_bounded_room(credentials, path, monkeypatch):
    monkeypatch.setattr(store, "FAILURES_KEPT", 20)
    for number in range(50):
        fail(credentials, 1, name=f"name {number}", address=f"192.0.2.{number}")
    assert len(rows(path, "failures")) == 20
    fail(credentials, 1, now_us=NOW_US + 15 * MINUTE_US)
    assert len(rows(path, "failures")) == 2, "what no longer counts is gone"


# Several at once


def test_threads_and_processes_do_not_disturb_each_other(credentials, path):
    """Another `Credentials` stands for another process: it has a connection of its own."""

    def work(mine, number):
        for n in range(20):
            token = mine.open_session(f"p{number}", NOW_US + n)
            assert mine.session(token, NOW_US + n) == f"p{number}"
            mine.failed("Amal", f"192.0.2.{number}", NOW_US)

    with contextlib.closing(Credentials(path)) as other, ThreadPoolExecutor(4) as threads:
        list(threads.map(work, [credentials, other] * 2, range(4)))
    assert len(rows(path, "failures")) == 160


def test_an_invitation_that_two_accept_at_once_is_used_once(credentials, path):
    token = credentials.invite("p1", NOW_US, HOUR_US)
    start = threading.Barrier(2)

    def work(mine, name):
        start.wait()
        return mine.accept(token, name, HASH, NOW_US)

    with contextlib.closing(Credentials(path)) as other, ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(work, [credentials, other], ["Amal", "Basim"]))
    assert "p1" in answers
    assert Refusal("invitation used") in answers


# Older files


@pytest.mark.parametrize("written", [1, 2])
def test_an_older_file_is_brought_up_to_date_and_keeps_what_it_holds(path, written):
    with contextlib.closing(Credentials(path)) as old:
        secret = old.add_client("client-1")
        old.add_first_signing_key(b"private", b"public")
    with contextlib.closing(sqlite3.connect(path)) as file:
        file.execute("DROP TABLE webhooks")
        file.execute("DROP TABLE links")
        if written == 1:
            file.execute("ALTER TABLE issuer_keys DROP COLUMN since_s")
        file.execute(f"PRAGMA user_version = {written}")
    with contextlib.closing(Credentials(path)) as opened:
        assert opened.check_client("client-1", secret)
        assert opened.signing_key() == b"private"
        assert opened.signs_since_s(1_000) == 1_000, "one of which nobody knows counts from now"
        assert opened.signs_since_s(2_000) == 1_000
        assert (links.kept(opened), opened.webhooks()) == ([], [])
    with contextlib.closing(sqlite3.connect(path)) as file:
        assert file.execute("PRAGMA user_version").fetchone()[0] == FORMAT


# Webhooks


def test_a_webhook_is_kept_for_each_party_until_it_is_forgotten(credentials, path):
    first, other = Webhook("https://a.example", b"s" * 32, "person-1", 5), Webhook("https://b.example", b"t", "p", 6)
    credentials.set_webhook("HAL", other)
    credentials.set_webhook("HAL", first)
    credentials.set_webhook("TSA", other)
    with contextlib.closing(Credentials(path)) as again:
        assert again.webhook("HAL") == first
    assert (credentials.webhooks(), credentials.webhook("UNH")) == (["HAL", "TSA"], None)
    credentials.forget_webhook("HAL")
    credentials.forget_webhook("HAL")
    assert (credentials.webhook("HAL"), credentials.webhook("TSA")) == (None, other)


def test_the_bytes_of_a_forgotten_webhook_are_gone(credentials, path):
    credentials.set_webhook("HAL", Webhook("https://hidden.example", b"very secret bytes of a webhook", "p", 1))
    credentials.forget_webhook("HAL")
    assert credentials.purge()
    for each in path.parent.iterdir():
        assert b"very secret bytes" not in each.read_bytes(), each


# Forgetting


def test_who_is_forgotten_takes_nobody_along(credentials):
    enter(credentials, "person-1", "amina")
    enter(credentials, "person-2", "idris")
    gone, stays = credentials.open_session("person-1", NOW_US), credentials.open_session("person-2", NOW_US)
    credentials.forget("person-1")
    credentials.forget("person-1")
    assert (credentials.find("amina"), credentials.session(gone, NOW_US)) == (None, None)
    assert (credentials.find("idris"), credentials.session(stays, NOW_US)) == (("person-2", HASH), "person-2")
    assert credentials.known() == {"person-2"}
    assert credentials.purge()
    assert credentials.session(stays, NOW_US) == "person-2"
