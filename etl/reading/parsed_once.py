"""One parse of a file, however many layouts look at it."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")
_parsed: ContextVar[dict[tuple, Any] | None] = ContextVar("parsed", default=None)


@contextmanager
def parsed_once() -> Iterator[None]:
    """While the block runs, functions marked by `kept` give the same result again for the same arguments.

    For one file that does not change meanwhile: the results are held until the block ends.
    """
    token = _parsed.set({})
    try:
        yield
    finally:
        _parsed.reset(token)


def kept(parse: Callable[Given, Result]) -> Callable[Given, Result]:
    """Marks a function whose result is kept in a block of `parsed_once`. Its result must not be changed in place."""

    @functools.wraps(parse)
    def once(*given: Given.args, **named: Given.kwargs) -> Result:
        known = _parsed.get()
        if known is None:
            return parse(*given, **named)
        key = (parse, *given, *named.items())
        if key not in known:
            known[key] = parse(*given, **named)
        return known[key]

    return once
