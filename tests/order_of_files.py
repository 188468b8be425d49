"""A pytest plugin: in which order several workers take the test files (`--dist loadfile`).

The files that take longest come first, so that no worker has the last of them alone. (xdist's own order, the files with
the most tests first, leaves the longest to the end: a walk through a browser is one test.) Files that need the
demonstration build come after all others, but for one: its worker makes that build while the others do other things.
How long a file takes is remembered from the last run; before the first one it is estimated from its tests.
"""

from __future__ import annotations

from collections import defaultdict

import pytest

REMEMBERED = "ronghe/seconds of test files"
SECONDS_OF_A_TEST, SECONDS_IN_A_BROWSER = 0.1, 5.0
_taken: defaultdict[str, float] = defaultdict(float)


def pytest_configure(config: pytest.Config) -> None:
    config.option.loadscopereorder = False  # xdist keeps the order of the workers


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node) -> None:
    """Every worker must order in the same way, so all of them get what the controller remembers."""
    node.workerinput["seconds"] = _remembered(node.config)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not hasattr(config, "workerinput"):
        return
    seconds: defaultdict[str, float] = defaultdict(float)
    demonstrated: set[str] = set()
    for item in items:
        file = _file_of(item.nodeid)
        seconds[file] += SECONDS_IN_A_BROWSER if item.get_closest_marker("browser") else SECONDS_OF_A_TEST
        if "demo_home" in getattr(item, "fixturenames", ()):
            demonstrated.add(file)
    seconds |= {file: took for file, took in config.workerinput["seconds"].items() if file in seconds}
    longest_first = sorted(seconds, key=lambda file: (-seconds[file], file))
    order = [file for file in longest_first if file in demonstrated][:1]
    order += [file for file in longest_first if file not in demonstrated]
    order += [file for file in longest_first if file not in order]
    place = {file: at for at, file in enumerate(order)}
    items.sort(key=lambda item: place[_file_of(item.nodeid)])


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _taken[_file_of(report.nodeid)] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not hasattr(session.config, "workerinput") and session.config.pluginmanager.hasplugin("cacheprovider"):
        took = {file: round(seconds, 2) for file, seconds in _taken.items()}
        session.config.cache.set(REMEMBERED, _remembered(session.config) | took)


def _remembered(config: pytest.Config) -> dict[str, float]:
    """File → seconds. Nothing without the cache (`-p no:cacheprovider`)."""
    return config.cache.get(REMEMBERED, {}) if config.pluginmanager.hasplugin("cacheprovider") else {}


def _file_of(nodeid: str) -> str:
    return nodeid.partition("::")[0]
