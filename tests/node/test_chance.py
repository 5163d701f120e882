"""Random bytes: none is given out twice."""

import os
import threading

import pytest

from tansiq.node.chance import _FETCHED, _Pool, random_bytes


@pytest.mark.parametrize("count", [0, 1, 16, 18, _FETCHED, _FETCHED + 1, 100_000])
def test_as_many_as_were_asked_for(count):
    assert len(random_bytes(count)) == count


class Numbers:
    """In place of the kernel's random bytes: numbers of four bytes, of which each comes once."""

    def __init__(self) -> None:
        self.fetches = 0

    def __call__(self, count: int) -> bytes:
        self.fetches += 1
        return b"".join((self.fetches * 10_000 + n).to_bytes(4) for n in range(count // 4))


def test_no_byte_is_given_out_twice(monkeypatch):
    monkeypatch.setattr(os, "urandom", Numbers())
    pool = _Pool()
    given = b"".join(pool.take(size) for _ in range(300) for size in (16, 20, 64, 4))
    numbers = [given[at : at + 4] for at in range(0, len(given), 4)]
    assert len(set(numbers)) == len(numbers)


def test_each_thread_has_bytes_of_its_own(monkeypatch):
    """Long bodies are read beside the loop: an OVN made there must not be a salt made here."""
    kernel = Numbers()
    monkeypatch.setattr(os, "urandom", kernel)
    pool, given = _Pool(), []
    for _ in range(2):
        given.append(pool.take(16))
        there = threading.Thread(target=lambda: given.append(pool.take(16)))
        there.start()
        there.join()
    assert kernel.fetches == 3, "one for this thread, one for each of the others"
    assert len(set(given)) == 4
