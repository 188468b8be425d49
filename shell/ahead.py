"""Threads compute the exhibits that the page will probably show next, from its end upwards, while the script of the
page computes them from its beginning.

After a change of the shared filters a page shows the same exhibits as before. A wrong guess costs processor time and
nothing else: the script asks for what it needs, and waits for an exhibit that a thread is computing.
"""

import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import streamlit as st

from briefing.answered import answered
from exhibits import Selection
from shell.session import SHARED, SHOWN, build, selection

RUN = "run_before"  # in the session: the Run before this one
FOLLOWED = (*SHARED, "lang")


@dataclass
class Run:
    """A run of a page: what was chosen, and what other threads make for it."""

    page: str
    build: str
    chosen: Selection
    making: list[Future[None]] = field(default_factory=list)


def _helpers() -> ThreadPoolExecutor | None:
    """One thread for each processor besides the one of the script; None where there is no other."""
    others = len(os.sched_getaffinity(0)) - 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) - 1
    return ThreadPoolExecutor(others, "ahead") if others else None


_pool = _helpers()


def make_ahead(page: str) -> None:
    """Begins a run of a page: other threads make what it will probably show. What is still to be made for the run
    before is given up."""
    state = st.session_state
    before: Run | None = state.get(RUN)
    now = Run(page, build(), selection())
    for waiting in before.making if before else ():
        waiting.cancel()
    if _pool and before and (before.page, before.build) == (now.page, now.build) and before.chosen != now.chosen:
        expected = [(name, moved(chosen, before.chosen, now.chosen)) for name, chosen in state.get(SHOWN, {}).items()]
        from_the_end = expected[:0:-1]  # the script begins with the first
        now.making = [_pool.submit(_make, *each, now.build) for each in from_the_end]
    state[RUN], state[SHOWN] = now, {}


def moved(chosen: Selection, before: Selection, now: Selection) -> Selection:
    """The choices of an exhibit after a change of the shared filters; what it had not from them stays."""
    return replace(
        chosen,
        **{name: getattr(now, name) for name in FOLLOWED if getattr(chosen, name) == getattr(before, name)},
    )


def _make(name: str, chosen: Selection, build_id: str) -> None:
    _ = answered(name, chosen, build_id).figure_json
