"""What a load says of published figures gives no hidden figure away, nor how few people changed one."""

import json

import polars as pl
import pytest

import etl
from tests.etl.small_city import ANSWERS, HIDDEN, NAMES, YEAR, counts, directory, totals
from tests.etl.warehouse.test_nothing_lost import command
from tests.etl.workbooks import sent

SMALLEST = 10
MORE = {
    "T1": {"residents": (261, 13), "leaders": (97, 17)},  # 50 more
    "T6": {"residents": (3, 1), "leaders": (4, 1)},  # 2 more, of the unit that is hidden
}


@pytest.fixture
def city(home_after, tmp_path):
    home_after("small city", lambda folder: etl.load([directory(folder), counts(folder, "全市.csv", ANSWERS)]))
    return tmp_path


def given_away(rows: list[dict]) -> list[str]:
    """What an attacker makes of revisions: numbers of hidden units, and small changes behind what changed."""
    found = [f"{row['unit']}: {row['before_denominator']}" for row in rows
             if row["unit_id"] in HIDDEN and (row["before_denominator"] or row["after_denominator"])]  # fmt: skip
    told = [row for row in rows if row["before_denominator"] and row["after_denominator"]]
    by_unit = {row["unit_id"]: row["after_denominator"] - row["before_denominator"] for row in told}
    left = by_unit.pop(None, 0) - sum(by_unit.values())
    changes = {**by_unit, "what is left of the city": left}
    return found + [f"{who}: {n}" for who, n in changes.items() if 0 < abs(n) < SMALLEST]


def test_hidden_units_are_listed_without_a_number(city):
    change = etl.preview([counts(city, "更正.csv", MORE)]).change
    rows = change.revisions.to_dicts()
    assert [(row["unit"], row["told"]) for row in rows] == [
        (None, "few"),  # else what is left of its 52 more answers would be 辛's 2
        ("测试甲局", "open"),
        ("测试庚局", "hidden"),
        ("测试辛局", "hidden"),
    ]
    assert change.revised_n == 2
    assert "2024 · 测试辛局 · 满意率（三档）：不显示（不足10份或10人，或可据以推算）" in change.revisions["message_zh"]
    assert given_away(rows) == []


def test_the_attack_finds_what_the_bare_comparison_gives_away():
    """The check can fail: the figures of both builds side by side give both away."""
    before, after = totals(ANSWERS), totals(ANSWERS | MORE)
    bare = [
        {"unit": unit, "unit_id": unit, "before_denominator": before[unit][1], "after_denominator": after[unit][1]}
        for unit in before
    ]
    city = {name: sum(row[name] for row in bare) for name in ("before_denominator", "after_denominator")}
    bare.append({"unit": None, "unit_id": None, **city})
    assert given_away(bare) == ["T5: 61", "T6: 7", "T6: 2"]
    shown = [row for row in bare if row["unit_id"] not in HIDDEN]
    assert given_away(shown) == ["what is left of the city: 2"]


def test_whether_a_hidden_figure_changes_is_not_told(city):
    """The same published change, once with and once without a change between the hidden units."""
    only = {"T1": MORE["T1"]}
    among = {"T5": {"residents": (41, 3), "leaders": (11, 5)}, "T6": {"residents": (3, 1), "leaders": (3, 1)}}
    told = [
        etl.preview([counts(city, f"{len(more)}.csv", more)]).change.revisions.drop("message_zh", "message_en")
        for more in (only, only | among)
    ]
    assert told[0].equals(told[1])
    assert told[0].height == 4
    assert etl.preview([counts(city, "among.csv", among)]).change.revisions.is_empty()


def test_a_small_correction_of_a_unit_tells_only_what_it_was(city):
    change = etl.preview([counts(city, "更正.csv", {"T2": {"leaders": (106, 8)}})]).change
    assert change.revisions["told"].to_list() == ["few", "few", "hidden", "hidden"]
    assert (
        "2024 · 测试乙局 · 满意率（三档）：现为91.57%（326/356），变动不足10份或10人，变动后的数字不列"
        in (change.revisions["message_zh"])
    )
    numbers = " ".join([*change.revisions["message_zh"], *change.revisions["message_en"]])
    assert "329" not in numbers and f"{100 * 329 / 356:.2f}" not in numbers


def hidden_numbers() -> set[str]:
    """As they would be printed: counts and rates of the hidden units, before and after, and of both together."""
    found = [totals(each)[unit] for each in (ANSWERS, ANSWERS | MORE) for unit in HIDDEN]
    return {f"{100 * x / n:.2f}" for x, n in found} | {f"{x}/{n}" for x, n in found}


def test_no_hidden_number_is_printed_by_a_load_nor_kept_in_its_event(city, fresh_home):
    path = counts(city, "更正.csv", MORE)
    said = command(fresh_home, "load", str(path))
    assert "This changes 2 published figures:" in said.stdout
    texts = [said.stdout, said.stderr, json.dumps(etl.events(), ensure_ascii=False)]
    texts += [(fresh_home / "events.jsonl").read_text(encoding="utf-8")]
    assert "测试辛局" in texts[0] and "测试辛局" in texts[2]
    for text in texts:
        assert not [number for number in hidden_numbers() if number in text], text
    assert f"{100 * 308 / 338:.2f} % (308/338)" in said.stdout  # and a figure that is shown is read there


def test_what_becomes_hidden_later_is_taken_out_of_older_events(city):
    """丁 is shown and changes; then it loses nearly all its answers, which hides it in every kept build."""
    etl.load([counts(city, "一.csv", {"T4": {"residents": (279, 31), "leaders": (109, 37)}})])
    told = "测试丁局 · 满意率（三档）：83.25%（338/406） → 85.09%（388/456）"
    assert told in json.dumps(etl.events(), ensure_ascii=False)
    fewer = {"T4": {"residents": (3, 1), "leaders": (2, 0)}}
    etl.load([counts(city, "二.csv", fewer)], confirmed=True)
    events = json.dumps(etl.events(), ensure_ascii=False)
    assert "338/406" not in events and "388/456" not in events
    assert events.count("测试丁局 · 满意率（三档）：不显示") == 2


def test_rows_of_people_are_counted_only_where_ten_or_more_came(city):
    def counted(**more) -> tuple:
        change = etl.preview([counts(city, f"{sorted(more)}.csv", more)]).change
        return change.counts.filter(dataset="survey_answer").row(0)[1:]

    before = sum(n for _, n in totals(ANSWERS).values())
    assert counted(T1=MORE["T1"]) == (before, before + 50)
    assert counted(T6=MORE["T6"]) == (None, None)
    assert counted(**MORE) == (None, None)  # 52, of which 50 are told


def test_a_new_year_of_few_answers_does_not_show_in_the_counts(city):
    few = counts(city, "2023.csv", {"T6": ANSWERS["T6"]}, year=YEAR - 1)
    items = [
        [2023, "T6", "residents", "paper", item, "cz4", "satisfied", 4, 9, 6, 4] for item in ("attitude", "efficiency")
    ]
    header = few.read_text(encoding="utf-8").splitlines()[0].split(",")
    more = sent(few.parent, "项目.csv", [header, *items])
    change = etl.preview([few, more]).change
    assert change.counts.filter(dataset="survey_answer").row(0)[1:] == (None, None)
    assert change.revisions.is_empty()


def test_means_of_members_are_told_by_how_many_scores_move(fresh_home, tmp_path):
    """丁 has three members and hides with 丙's eleven; of 甲 one score is corrected, or twelve."""
    size = {"T1": 30, "T2": 25, "T3": 11, "T4": 3}

    def scores(name: str, **other: float):
        rows = [
            [YEAR, "pioneer", "member", f"{unit}-{at}", unit, other.get(f"{unit}_{at}", 80 + at)]
            for unit, n in size.items()
            for at in range(n)
        ]
        return sent(
            tmp_path, name, [["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"], *rows]
        )

    etl.load([directory(tmp_path), scores("得分.csv")])
    told = etl.preview([scores("更正.csv", T1_0=93.5)]).change.revisions
    assert told.select("unit", "told").rows() == [
        (None, "few"), (NAMES["T1"], "few"), (NAMES["T4"], "hidden"), (NAMES["T3"], "hidden"),
    ]  # fmt: skip
    assert told["after_numerator"].null_count() == 4
    many = etl.preview([scores("多.csv", **{f"T1_{at}": 70.0 for at in range(12)}, T4_0=61.0)]).change.revisions
    assert many.select("unit", "told").rows()[:2] == [(None, "few"), (NAMES["T1"], "open")]


def test_messages_say_why_in_both_languages(city):
    change = etl.preview([counts(city, "更正.csv", MORE)]).change
    assert change.revisions.filter(pl.col("told") == "hidden")["message_en"].to_list() == [
        f"2024 · {NAMES[unit]} · satisfaction rate (three-box): "
        "not shown (fewer than 10 answers or people, or they could be worked out)"
        for unit in HIDDEN
    ]
