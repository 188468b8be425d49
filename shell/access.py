"""What a server for readers withholds: every step that changes the warehouse, and what was sent in as it was sent.

There are no roles: whoever reaches a server may do what its pages do. `python -m serving --readers-only` therefore sets
a variable for its processes, which is read here and nowhere else. Navigation and pages ask before they offer a step,
and the functions that take it are marked, so that no link leads past.
"""

import functools
import os
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import streamlit as st

from shell.session import plain, speak
from words import say

VARIABLE = "RONGHE_READERS_ONLY"
PAGES = ("intake", "history")  # in the folder of stewards; quality and trace stay, without what is withheld
EXHIBITS = ("rejected_rows",)  # which show cells as they were sent
Given = ParamSpec("Given")
Result = TypeVar("Result")


class WithheldError(Exception):
    """A step that this server refuses, with its sentence."""

    def sentence(self, lang: str) -> str:
        return say("shell.readers.refused", lang)


def readers_only() -> bool:
    """True on a server for readers."""
    return os.environ.get(VARIABLE, "") not in ("", "0")


def stewards_only(step: Callable[Given, Result]) -> Callable[Given, Result]:
    """Marks a function that changes the warehouse or gives out what was sent: for readers it raises WithheldError."""

    @functools.wraps(step)
    def marked(*given: Given.args, **named: Given.kwargs) -> Result:
        if readers_only():
            raise WithheldError
        return step(*given, **named)

    return marked


def withheld_pages() -> tuple[str, ...]:
    """The pages that this server does not offer."""
    return PAGES if readers_only() else ()


def is_withheld(exhibit: str) -> bool:
    """True for an exhibit that this server does not show."""
    return readers_only() and exhibit in EXHIBITS


def tell_withheld(what: str = "page") -> None:
    """A quiet sentence about what is not on this page. what: a key of words, under shell.readers."""
    st.caption(plain(speak(f"shell.readers.{what}")))
