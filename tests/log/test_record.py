"""Records: parts, their hashes, erasure, openings. Vectors are in `test_vectors.py`."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tansiq.log.engine import Blob, Damaged, UnknownFormat
from tansiq.log.record import (
    Opening,
    Part,
    Record,
    Sealed,
    commitment,
    decode,
    encode,
    leaf_hash,
    open_part,
    part_hash,
    verify_opening,
)

HEADER = Part("header", b"h" * 16, b'{"time_us":1}')
LEVEL = Part("reservation", b"r" * 16, b'{"volumes":[]}')
ERASABLE = Part("erasable", b"e" * 16, b'{"name":"A. Person"}')
FULL = encode([HEADER, LEVEL, ERASABLE])

names = st.text(min_size=1, max_size=8).filter(lambda name: name != "erasable")
salts = st.binary(min_size=16, max_size=16)
parts = st.builds(Part, names, salts, st.binary(max_size=60))
records = st.tuples(
    st.lists(parts, max_size=5, unique_by=lambda part: part.name),
    st.lists(st.builds(Part, st.just("erasable"), salts, st.binary(max_size=60)), max_size=1),
).filter(lambda both: both[0] or both[1])


def mth(hashes: list[bytes]) -> bytes:
    """The definition in RFC 9162, 2.1.1."""
    if len(hashes) == 1:
        return hashes[0]
    k = max(2**bits for bits in range(9) if 2**bits < len(hashes))
    return sha256(b"\x01" + mth(hashes[:k]) + mth(hashes[k:])).digest()


@given(records)
def test_decoding_gives_back_what_was_encoded(both):
    whole = [*both[0], *both[1]]
    assert decode(encode(whole)) == Record(tuple(whole))


@given(records)
def test_erasing_takes_the_bytes_and_keeps_the_hash_and_the_commitment(both):
    whole = [*both[0], *both[1]]
    blob = encode(whole)
    erased = Blob(blob.body)
    sealed = [Sealed("erasable", part_hash(part)) for part in both[1]]
    assert decode(erased) == Record((*both[0], *sealed))
    expected = mth(
        [sha256(b"\0" + p.salt + bytes([len(p.name.encode())]) + p.name.encode() + p.body).digest() for p in whole]
    )
    assert commitment(blob) == commitment(erased) == commitment(decode(blob)) == commitment(decode(erased)) == expected


def test_the_erasable_bytes_are_nowhere_in_the_body():
    assert b"A. Person" not in FULL.body
    assert ERASABLE.salt not in FULL.body, "with the salt, short bodies could be guessed from the hash"
    assert FULL.erasable == ERASABLE.salt + ERASABLE.body


@pytest.mark.parametrize(
    ("other", "because"),
    [
        ([LEVEL, HEADER], "another order"),
        ([HEADER], "a part less"),
        ([HEADER, LEVEL, Part("x", b"x" * 16, b"")], "a part more"),
        ([HEADER, Part("reservation", b"R" * 16, LEVEL.body)], "another salt"),
        ([HEADER, Part("reservatio", LEVEL.salt, b"n" + LEVEL.body)], "a byte moved from the name to the body"),
        ([HEADER, Part("reservation", LEVEL.salt, LEVEL.body + b" ")], "another body"),
    ],
)
def test_every_difference_changes_the_commitment(other, because):
    assert commitment(encode(other)) != commitment(encode([HEADER, LEVEL])), because


def test_a_leaf_is_of_one_position():
    it = commitment(FULL)
    assert leaf_hash(7, it) == sha256(b"\x00\x01" + (7).to_bytes(8, "big") + it).digest()
    assert leaf_hash(8, it) != leaf_hash(7, it)


@pytest.mark.parametrize(
    ("blob", "error", "sentence"),
    [
        (Blob(b"\x02" + FULL.body[1:]), UnknownFormat, "format 2; this version of Tansiq knows 1"),
        (Blob(b""), Damaged, "empty"),
        (Blob(b"\x01"), Damaged, "lengths"),
        (Blob(FULL.body[:-1]), Damaged, "lengths"),
        (Blob(FULL.body + b"\0"), Damaged, "lengths"),
        (Blob(FULL.body + bytes(4)), Damaged, "lengths"),
        (Blob(b"\x01" + (5).to_bytes(4) + b"\0abcd"), Damaged, "cut short"),
        (Blob(b"\x01" + (21).to_bytes(4) + bytes(17) + b"\x09abc"), Damaged, "cut short"),
        (Blob(b"\x01" + (18).to_bytes(4) + bytes(18)), Damaged, "cut short"),
        (Blob(b"\x01" + (19).to_bytes(4) + bytes(17) + b"\x01\xff"), Damaged, "not UTF-8"),
        (Blob(b"\x01" + (5).to_bytes(4) + b"\x07abcd"), Damaged, "neither here nor a hash"),
        (Blob(b"\x01" + (1).to_bytes(4) + b"\x02"), Damaged, "neither here nor a hash"),
        (Blob(FULL.body, FULL.erasable[:-1]), Damaged, "do not have the hash"),
        (Blob(FULL.body, b"short"), Damaged, "cut short"),
        (Blob(encode([HEADER]).body, FULL.erasable), Damaged, "no erasable part"),
        (Blob(encode([HEADER]).body + encode([HEADER]).body[1:]), Damaged, "one name"),
        (Blob(encode([ERASABLE]).body + encode([HEADER]).body[1:]), Damaged, "not the last"),
        (Blob(FULL.body.replace(b"erasable", b"Erasable")), Damaged, "Only the part named 'erasable'"),
        (Blob(encode([Part("Erasable", bytes(16), b"")]).body.replace(b"E", b"e")), Damaged, "Only the part named"),
    ],
)
def test_what_is_no_record_is_refused(blob, error, sentence):
    with pytest.raises(error, match=sentence):
        decode(blob)


@given(st.integers(0, len(FULL.body) - 1), st.integers(1, 255))
def test_a_changed_byte_never_goes_unseen(at, by):
    changed = bytearray(FULL.body)
    changed[at] = (changed[at] + by) % 256
    assert commitment_or_refusal(bytes(changed)) != commitment(FULL)


def commitment_or_refusal(body: bytes) -> bytes | str:
    try:
        return commitment(decode(Blob(body)))
    except (Damaged, UnknownFormat) as refusal:
        return str(refusal)


@given(records, st.data())
def test_an_opening_shows_one_part_and_only_that(both, data):
    whole = [*both[0], *both[1]]
    record = decode(encode(whole))
    shown = data.draw(st.sampled_from(whole))
    opening = open_part(record, shown.name)
    assert (opening.name, opening.salt, opening.body) == (shown.name, shown.salt, shown.body)
    assert verify_opening(opening, commitment(record))
    assert not verify_opening(opening, commitment(encode([Part("another", bytes(16), b"")])))


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"body": b"{}"}, "another body"),
        ({"salt": b"R" * 16}, "another salt"),
        ({"salt": b"r" * 15}, "a salt of the wrong length"),
        ({"name": "identity"}, "another name"),
        ({"name": ""}, "no name"),
        ({"index": 0}, "another place"),
        ({"index": 3}, "a place outside"),
        ({"count": 2}, "another number of parts"),
        ({"path": ()}, "no path"),
        ({"path": (bytes(32), bytes(32))}, "another path"),
        ({"path": (bytes(31), bytes(33))}, "a path that is not of hashes"),
    ],
)
def test_a_changed_opening_is_refused(change, because):
    good = open_part(decode(FULL), "reservation")
    assert verify_opening(good, commitment(FULL))
    fields = {name: getattr(good, name) for name in good.__struct_fields__} | change
    assert not verify_opening(Opening(**fields), commitment(FULL)), because


def test_a_part_can_be_opened_after_another_was_erased():
    erased = decode(Blob(FULL.body))
    assert verify_opening(open_part(erased, "header"), commitment(FULL))
    assert erased.body("header") == HEADER.body
    assert erased.body("erasable") is None
    assert erased.body("nothing") is None


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        ([], "at least one part"),
        ([HEADER, HEADER], "one name"),
        ([ERASABLE, HEADER], "erasable part is the last"),
        ([Part("header", b"short", b"")], "5 bytes, not 16"),
        ([Part("", bytes(16), b"")], "1 to 255 bytes"),
        ([Part("n" * 256, bytes(16), b"")], "1 to 255 bytes"),
    ],
)
def test_encoding_what_is_no_record_is_a_bug(bad, sentence):
    with pytest.raises(AssertionError, match=sentence):
        encode(bad)


def test_opening_what_is_not_there_is_a_bug():
    with pytest.raises(AssertionError, match="was erased"):
        open_part(decode(Blob(FULL.body)), "erasable")
    with pytest.raises(AssertionError, match="no part 'identity'"):
        open_part(decode(FULL), "identity")
