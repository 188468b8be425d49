"""The indices computed from their records, and the stars of the branches: small cases worked out by hand."""

import csv
import re

import pytest

import etl
from etl.reading.pseudonyms import pseudonym
from etl.storage import REFERENCE
from tests.etl.workbooks import asked, sent

RULES = {
    "pioneer_rules": "rule_set",
    "star_bands": "star",
    "star_quotas": "star",
    "star_limits": "cause",
    "brand_awards": "award",
    "brand_criteria": "criterion",
    "conduct_weights": "part",
    "programmes": "programme",
    "goalposts": "measure",
    "index_weights": "measure",
    "group_weights": "group",
    "sampling": "group",
    "traffic_lights": "light",
    "quality_limits": "name",
}
POINTS = ["year", "member_id", "entry_no", "unit_id", "kind", "points", "entry_on", "rule_set"]
RATING = ["year", "branch_id", "unit_id", "score", "precondition_met", "veto", "lagging", "star", "rule_set"]
BRAND = [
    *("year", "brand_id", "brand", "unit_id", "content", "mechanism", "integration", "approval", "influence"),
    *("score", "rule_set"),
]
CONDUCT = ["year", "unit_id", "part", "score"]
SCORE = ["survey_year", "index", "subject_grain", "subject_id", "unit_id", "score"]


@pytest.fixture
def loaded(units_home, tmp_path):
    """loaded(name, header, rows): takes a workbook in, every row of it."""

    def load(name, header, *rows):
        (file,) = etl.load([sent(tmp_path, f"{name}.csv", [header, *rows])]).files
        assert (file.dataset, file.rejected) == (name, 0), file.faults["message_zh"].to_list()

    return load


def reference(table):
    with (REFERENCE / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("table", RULES)
def test_every_rule_names_its_source(table):
    assert [row for row in reference(table) if not re.fullmatch(r"S\d+|assumption", row["source"])] == []


@pytest.mark.parametrize("table", [table for table in RULES if "is_default" in reference(table)[0]])
def test_a_year_has_at_most_one_default(table):
    for year in range(2010, 2031):
        in_force = {
            (row.get("applies_to"), row["rule_set"])
            for row in reference(table)
            if row["is_default"] == "true" and int(row["valid_from"] or 0) <= year <= int(row["valid_to"] or 9999)
        }
        assert len(in_force) == len({subject for subject, _ in in_force}), (table, year, in_force)


@pytest.mark.parametrize("table", ["brand_criteria", "conduct_weights", "index_weights", "group_weights"])
def test_weights_add_up_to_a_hundred(table):
    totals: dict[tuple, float] = {}
    for row in reference(table):
        together = (row["rule_set"], row.get("side"))
        totals[together] = totals.get(together, 0) + float(row["weight"] or 0)
    assert set(totals.values()) == {100}


def test_the_rules_are_tables_of_the_build(fresh_home):
    etl.build()
    for table in RULES:
        assert asked(f"select count(*) from {table}") == [(len(reference(table)),)]
    assert asked("select base, plus_cap, cap, floor, source from pioneer_rules where rule_set = 'longquan_80_20'") == [
        (80.0, 20.0, 100.0, 0.0, "S32")
    ]


PIONEER = {
    # case: the entries (kind, points), what they give
    "no base entry: the rule's base; bonus capped at 20": ([("plus", 15), ("plus", 10), ("minus", 3)], 97),
    "the cap of the whole": ([("base", 85), ("plus", 25)], 100),
    "bonus is capped before the deduction": ([("base", 80), ("plus", 25), ("minus", -10)], 90),
    "a base in part is kept": ([("base", 50), ("base", 20.5), ("plus", 1)], 71.5),
    "the floor": ([("minus", 90)], 0),
    "zeroing comes last": ([("base", 80), ("plus", 5), ("zeroing", 0)], 0),
    "under a rule set without caps": ([("plus", 45, "open_60")], 105),
    "two rule sets: not computed": ([("plus", 1, "open_60"), ("plus", 1, "longquan_80_20")], None),
    "a rule set that nobody knows: not computed": ([("plus", 1, "nowhere")], None),
}


def test_pioneer_index_from_the_ledger(loaded, monkeypatch):
    """Each case is a member of its own."""
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "of the tests")
    members = {case: f"M{at}" for at, case in enumerate(PIONEER)}
    rows = [
        [2024, members[case], at, "C", kind, points, "", *(rule or [""])]
        for case, (entries, _) in PIONEER.items()
        for at, (kind, points, *rule) in enumerate(entries)
    ]
    loaded("member_points", POINTS, *rows)
    computed = dict(asked("select subject_id, computed from index_reconciled where index = 'pioneer'"))
    found = {case: computed.get(pseudonym(member.lower())) for case, member in members.items()}
    assert found == {case: expected for case, (_, expected) in PIONEER.items()}


def test_a_member_belongs_to_the_unit_of_the_latest_entry_and_early_years_have_no_rule(loaded):
    loaded(
        "member_points",
        POINTS,
        [2024, "M1", 1, "C", "plus", 1, "2024-09-01", ""],
        [2024, "M1", 2, "B", "plus", 1, "2024-03-01", ""],
        [2014, "M1", 3, "C", "plus", 1, "2014-03-01", ""],
    )
    assert asked("select year, unit_id, given, computed, rule_set, complete from index_reconciled") == [
        (2024, "C", None, 82.0, "longquan_80_20", True)
    ]


def stars(year):
    return {
        branch: tuple(steps)
        for branch, *steps in asked(
            f"""select branch_id, band_star, precondition_star, quota_star, star, reason from branch_star
            where year = {year} order by branch_id"""
        )
    }


def test_stars_step_by_step(loaded):
    """Twenty branches: two places for five stars."""
    special = {
        "B01": [99, "", "", ""],
        "B02": [97, "是", "", ""],
        "B03": [97, "是", "", ""],
        "B04": [94.5, "是", "", ""],
        "B05": [98, "否", "", ""],
        "B06": [96, "是", "是", ""],
        "B07": [84.99, "是", "", ""],
        "B08": [70, "", "", "是"],
        "B09": [59.9, "", "", ""],
        "B10": [99, "", "是", "是"],
    }
    plain = {f"B{at}": [60, "", "", ""] for at in range(11, 21)}
    loaded("branch_rating", RATING, *([2024, name, "C", *row, "", ""] for name, row in (special | plain).items()))
    found = stars(2024)
    assert {name: found[name] for name in special} == {
        "B01": (5, 5, 5, 5, "band"),
        "B02": (5, 5, 4, 4, "quota"),  # ties at the cut: two more do not fit into the one place left
        "B03": (5, 5, 4, 4, "quota"),
        "B04": (4, 4, 4, 4, "band"),  # unrounded: 94.5 is not 95
        "B05": (5, 4, 4, 4, "precondition"),
        "B06": (5, 5, 4, 0, "veto"),
        "B07": (3, 3, 3, 3, "band"),
        "B08": (2, 2, 2, 0, "lagging"),
        "B09": (0, 0, 0, 0, "band"),
        "B10": (5, 5, 5, 0, "veto"),  # it took a place before it was vetoed
    }
    assert {found[name] for name in plain} == {(1, 1, 1, 1, "band")}


def test_ties_that_fit_keep_the_star_and_each_year_counts_by_itself(loaded):
    tied = [[2023, f"B{at}", "C", 97 if at < 2 else 70, "", "", "", "", ""] for at in range(20)]
    few = [[2024, f"B{at}", "C", 97 - at, "", "", "", "", ""] for at in range(9)]  # a tenth of nine is no place
    loaded("branch_rating", RATING, *tied, *few)
    assert asked("select year, count(*) filter (star = 5) from branch_star group by year order by year") == [
        (2023, 2),
        (2024, 0),
    ]


def test_who_loses_a_star_stands_among_those_of_the_next(loaded):
    """Ten branches that all reach the fifth star of a rule set with places 1, 3, 4, 2."""
    rows = [[2024, f"B{at}", "C", 100 - at, "", "", "", "", "five_star_110"] for at in range(10)]
    loaded("branch_rating", RATING, *rows)
    assert [quota for _, _, quota, _, _ in stars(2024).values()] == [5, 4, 4, 4, 3, 3, 3, 3, 2, 2]


def test_fortress_index_is_the_branch_score_beside_the_given_one(loaded):
    loaded("branch_rating", RATING, [2024, "B1", "C", 91.5, "", "", "", 4, ""])
    loaded("index_score", SCORE, [2024, "fortress", "branch", "B1", "C", 90])
    assert asked("select index, subject_grain, subject_id, given, computed from index_reconciled") == [
        ("fortress", "branch", "B1", 90.0, 91.5)
    ]
    assert asked("select star, given_star from branch_star") == [(4, 4)]


def test_brand_index_from_its_criteria(loaded):
    loaded(
        "brand",
        BRAND,
        [2024, "X", "教育暖心", "C", 90, 80, 70, 60, 50, "", ""],
        [2024, "Y", "市场清风", "B", 90, 80, 70, 60, "", "", ""],
        [2024, "Z", "市场蓝盾", "B", 18, 16, 21, 12, 5, "", "panel_100"],
        [2023, "X", "教育暖心", "C", "", "", "", "", "", 88, ""],
    )
    loaded("index_score", SCORE, [2024, "brand", "brand", "C", "C", 73], [2023, "brand", "brand", "C", "C", 88])
    found = asked(
        "select year, subject_id, given, round(computed, 4), complete from index_reconciled order by year, subject_id"
    )
    assert found == [
        (2023, "X", 88.0, None, None),
        (2024, "X", 73.0, 72.0, True),  # 18 + 16 + 21 + 12 + 5; the score given for the unit is its one brand's
        (2024, "Y", None, 74.4444, False),  # 67 of the 90 that are left
        (2024, "Z", None, 72.0, True),
    ]


def test_conduct_index_from_its_parts(loaded):
    loaded(
        "conduct_score",
        CONDUCT,
        *[[2024, "B", part, score] for part, score in [("public_review", 90), ("daily_check", 80)]],
        *[[2024, "B", part, score] for part, score in [("hotline_handling", 70), ("bad_rating_fix", 60)]],
        [2024, "B", "notice", 4],
        *[[2024, "C", part, score] for part, score in [("public_review", 90), ("daily_check", 80), ("notice", 15)]],
        *[[2023, "C", part, 100] for part in ("public_review", "daily_check", "hotline_handling", "bad_rating_fix")],
        [2022, "C", "notice", 3],
    )
    loaded("index_score", SCORE, [2024, "conduct", "unit", "B", "B", 79])
    assert asked("select year, subject_id, given, computed, complete from index_reconciled order by all") == [
        (2023, "C", None, 100.0, True),
        (2024, "B", 79.0, 78.5, True),  # 54 + 12 + 10.5 + 6 − 4
        (2024, "C", None, 78.0, False),  # (5400 + 1200) ÷ 75 − the cap of 10
    ]
