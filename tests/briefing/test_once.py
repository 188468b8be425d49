"""A result that many ask for at the same moment is computed once, and an error is told to all and not kept."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from briefing.once import Once

MANY = 50


def test_fifty_who_ask_at_the_same_moment_wait_for_one_computation():
    asked, together = threading.Event(), threading.Barrier(MANY)

    def compute(number: int) -> list[int]:
        asked.wait(60)  # until all have asked
        return [number]

    once = Once(compute, 10)

    def ask() -> list[int]:
        if together.wait(60) == 0:
            asked.set()
        return once(7)

    with ThreadPoolExecutor(MANY) as readers:
        answers = list(readers.map(lambda _: ask(), range(MANY)))
    assert once.computed == 1
    assert answers == [[7]] * MANY and all(answer is answers[0] for answer in answers)


def test_the_longest_unused_result_is_given_up_first():
    once = Once(lambda number: number * 2, 2)
    assert [once(1), once(2), once(1), once(3)] == [2, 4, 2, 6]
    assert once.computed == 3
    assert once(1) == 2 and once.computed == 3
    assert once(2) == 4 and once.computed == 4


def test_an_error_is_told_and_the_next_who_asks_tries_again():
    tries = iter([ValueError("not yet"), None])

    def compute() -> str:
        if error := next(tries):
            raise error
        return "done"

    once = Once(compute, 2)
    with pytest.raises(ValueError, match="not yet"):
        once()
    assert once() == "done" and once.computed == 2
