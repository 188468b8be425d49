"""A pytest plugin: the thirty slowest test files of a run, in seconds over all workers (`make test-times`)."""

from __future__ import annotations

from collections import defaultdict

FILES_LISTED = 30


def pytest_terminal_summary(terminalreporter) -> None:
    seconds: defaultdict[str, float] = defaultdict(float)
    tests: defaultdict[str, set[str]] = defaultdict(set)
    for reports in terminalreporter.stats.values():
        for report in reports:
            if hasattr(report, "duration"):
                file = report.nodeid.partition("::")[0]
                seconds[file] += report.duration
                tests[file].add(report.nodeid)
    slowest = sorted(seconds, key=seconds.__getitem__, reverse=True)
    terminalreporter.section(
        f"slowest {FILES_LISTED} of {len(slowest)} test files, {sum(seconds.values()):.0f} s in all"
    )
    for file in slowest[:FILES_LISTED]:
        terminalreporter.write_line(f"{seconds[file]:8.1f} s  {len(tests[file]):5d} tests  {file}")
