"""Items that are due are all there are: on the headline card the count decides, not the interval."""

import re

import pytest

from tests.exhibits.exhibit_of_counts import build_of, told

DUE, ON_TIME, LATE = "2024-02-01", "2024-01-20", "2024-02-02"


def card(tmp_path, on_time: int, late: int, lang: str) -> dict:
    items = [[n, "2024-01-01", DUE, closed, "u1"] for n, closed in ((on_time, ON_TIME), (late, LATE)) if n]
    exhibit = told(build_of({"items": items}, tmp_path / "b.duckdb"), "headline")[lang]
    return exhibit.frame.rows_by_key("metric", named=True, unique=True)["on_time_closure_rate"]


@pytest.mark.parametrize(
    ("on_time", "late", "words", "tone"),
    [
        (29, 0, {"zh": "达标", "en": "Met"}, "good"),
        (1000, 0, {"zh": "达标", "en": "Met"}, "good"),
        (28, 1, {"zh": "未达标", "en": "Not met"}, "bad"),
        (9, 0, {"zh": "样本不足", "en": "Too few"}, "unknown"),
    ],
)
def test_all_on_time_meets_a_target_of_100_percent(on_time, late, words, tone, tmp_path):
    for lang, word in words.items():
        (tmp_path / lang).mkdir()
        row = card(tmp_path / lang, on_time, late, lang)
        assert (row["target_value"], row["verdict"], row["tone"]) == (1.0, word, tone)
        assert re.findall(r"\d+", row["interval"])[-2:] == [str(on_time), str(on_time + late)]


def test_the_printed_interval_of_all_on_time_ends_at_100_percent(tmp_path):
    row = card(tmp_path, 29, 0, "zh")
    assert (row["value"], row["upper"]) == ("100.0%", 1.0)
    assert row["interval"] == "（88.3%–100.0%） · 29/29"
