"""A pytest plugin: the thirty test files of a run that take the most processor time (`make test-times`).

Processor time counts the workers and the commands they wait for; it hardly changes when something else runs beside.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

FILES_LISTED = 30
PROCESSOR = "processor seconds"
_until_now = [sum(os.times()[:4])]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    now = sum(os.times()[:4])  # user and system, of this worker and of its finished children
    report.user_properties.append((PROCESSOR, now - _until_now[0]))
    _until_now[0] = now
    return report


def pytest_terminal_summary(terminalreporter) -> None:
    seconds: defaultdict[str, float] = defaultdict(float)
    waited: defaultdict[str, float] = defaultdict(float)
    tests: defaultdict[str, set[str]] = defaultdict(set)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                file = report.nodeid.partition("::")[0]
                seconds[file] += dict(report.user_properties).get(PROCESSOR, 0.0)
                waited[file] += report.duration
                tests[file].add(report.nodeid)
    terminalreporter.section(
        f"slowest of {len(seconds)} test files; {sum(seconds.values()):.0f} s of processor time in all"
    )
    for file in sorted(seconds, key=seconds.__getitem__, reverse=True)[:FILES_LISTED]:
        terminalreporter.write_line(
            f"{seconds[file]:7.1f} s processor {waited[file]:7.1f} s elapsed {len(tests[file]):5d} tests  {file}"
        )
