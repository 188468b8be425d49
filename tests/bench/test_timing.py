"""What the bench measures with: processor time in the machine's ticks, and a reference with as many threads as we."""

import os

import pytest

from bench import timing
from bench.load import GROUPED
from etl.storage import THREADS, connect


def test_processor_time_is_counted_in_the_ticks_of_the_machine(monkeypatch):
    seconds = timing.processor_seconds(os.getpid())
    assert seconds == pytest.approx(sum(os.times()[:2]), rel=0.2, abs=0.5)
    ticks = os.sysconf("SC_CLK_TCK")
    monkeypatch.setattr(timing.os, "sysconf", lambda _: ticks * 10)
    assert timing.processor_seconds(os.getpid()) == pytest.approx(seconds / 10, rel=0.2, abs=0.5)


def test_the_reference_of_the_bench_reads_with_the_threads_of_the_product():
    ((threads,),) = connect().sql("select current_setting('threads')").fetchall()
    assert threads == THREADS
    assert f'config={{"threads": {THREADS}}}' in GROUPED.format(file="x")
