"""What a page sends for a changed filter stays within its budget: counts of messages, bytes, elements and figures.

The budget is what was counted when it was last set, in budget.toml; a tenth more fails. Whoever sends less lowers it:
`python -m bench --only sent` prints the counts. Counts depend on the program and the demonstration alone, never on the
machine.
"""

import tomllib
from pathlib import Path

import pytest

from bench.readers import finished
from bench.sent import COUNTED, counted
from bench.served import served

BUDGET = tomllib.loads(Path(__file__).with_name("budget.toml").read_text(encoding="utf-8"))
GROWTH = 1.1


@pytest.fixture(scope="module")
def counts(demo_home) -> dict[str, dict[str, int]]:
    """Change of a page → what is counted."""
    with served(home=demo_home) as address:
        answers = finished(counted(address))
    assert not [name for name, answer in answers.items() if answer.failed]
    return {name: {each: getattr(answer, each) for each in COUNTED} for name, answer in answers.items()}


def test_every_change_that_is_counted_has_a_budget(counts):
    assert counts.keys() == BUDGET.keys()


@pytest.mark.parametrize("change", BUDGET)
def test_a_page_sends_no_more_than_its_budget(change, counts):
    over = {each: n for each, n in counts[change].items() if n > BUDGET[change][each] * GROWTH}
    assert over == {}


def test_a_figure_that_has_not_changed_is_not_sent_again(counts):
    assert counts["overview, another basis"]["figures"] < counts["overview, opened"]["figures"]
    assert counts["rectification, another basis"]["figures"] == 0
