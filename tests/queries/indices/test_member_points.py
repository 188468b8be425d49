"""Points of members: worked by hand in small towns, and recomputed from the demonstration workbook."""

import statistics
from collections import defaultdict
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import queries
from tests.queries.small_build import small_build, unit

YEAR = 2025


def member(no: str, unit_id: str, branch: str | None, computed: float, *entries: tuple, year: int = YEAR) -> dict:
    """A member with the computed points and the ledger entries (kind, aspect, points)."""
    own = {"year": year, "member_id": no, "unit_id": unit_id, "current_unit_id": unit_id, "branch_id": branch,
           "batch_id": "b1", "source_sheet": "S", "source_row": 1}  # fmt: skip
    rows = [
        own | {"entry_no": f"{no}-{at}", "kind": kind, "aspect": aspect, "points": points}
        for at, (kind, aspect, points) in enumerate((("base", None, 80.0), *entries))
    ]
    score = {"year": year, "index": "pioneer", "subject_grain": "member", "subject_id": no, "unit_id": unit_id,
             "current_unit_id": unit_id, "computed": computed, "rule_set": "longquan_80_20"}  # fmt: skip
    return {"points": rows, "score": score}


def town(folder: Path, members: list[dict], name: str = "points") -> Path:
    codes = sorted({row["unit_id"] for each in members for row in each["points"]})
    return small_build(
        folder / f"{name}.duckdb",
        unit=[unit(code) for code in codes],
        member_points=[row for each in members for row in each["points"]],
        index_reconciled=[each["score"] for each in members],
    )


def many(unit_id: str, branch: str | None, computed: list[float]) -> list[dict]:
    return [member(f"{unit_id}{branch}{at}", unit_id, branch, points) for at, points in enumerate(computed)]


def place(frame: pl.DataFrame, level: str, unit_id: str | None = None, branch: str | None = None) -> dict:
    known = pl.col("unit_id").eq_missing(unit_id) & pl.col("branch_id").eq_missing(branch)
    return frame.filter(pl.col("level") == level, known).row(0, named=True)


# u1: two branches of ten; u2: a branch of twelve and one of nine; u3: thirty members.
TOWN = [
    *many("u1", "a", [float(80 + at) for at in range(10)]),
    *many("u1", "b", [float(90 + at) for at in range(10)]),
    *many("u2", "c", [85.0] * 12),
    *many("u2", "d", [70.0] * 9),
    *many("u3", "e", [95.0] * 30),
]


def test_median_and_quartiles_of_city_unit_and_branch(tmp_path):
    frame = queries.ask("member_points", town(tmp_path, TOWN))
    of_a = place(frame, "branch", "u1", "a")  # 80 … 89: the quartiles lie a quarter of nine steps in
    assert (of_a["members_n"], of_a["q1"], of_a["median"], of_a["q3"]) == (10, 82.25, 84.5, 86.75)
    of_unit = place(frame, "unit", "u1")  # 80 … 99
    assert (of_unit["members_n"], of_unit["q1"], of_unit["median"], of_unit["q3"]) == (20, 84.75, 89.5, 94.25)
    # 9 of 70, 5 of 80 … 84, 13 of 85, 4 of 86 … 89, then 90 … 94: the 36th of 71
    assert (place(frame, "all")["members_n"], place(frame, "all")["median"]) == (71, 94.0)


def test_a_unit_with_a_small_branch_shows_none_of_its_branches(tmp_path):
    frame = queries.ask("member_points", town(tmp_path, TOWN))
    assert place(frame, "unit", "u2")["members_n"] == 21
    hidden = frame.filter(pl.col("level") == "branch", pl.col("unit_id") == "u2")
    assert hidden["suppressed"].to_list() == [True, True]
    assert hidden.select("members_n", "q1", "median", "q3").null_count().row(0) == (2, 2, 2, 2)


def test_a_branch_of_exactly_ten_is_shown_and_one_of_nine_is_not(tmp_path):
    ten = queries.ask("member_points", town(tmp_path, many("u1", "a", [90.0] * 10), "ten"))
    nine = queries.ask("member_points", town(tmp_path, many("u1", "a", [90.0] * 9), "nine"))
    assert (ten["suppressed"].any(), nine["suppressed"].all()) == (False, True)


def test_a_unit_beside_a_small_one_is_hidden_with_it(tmp_path):
    small = [*many("u1", "a", [90.0] * 9), *many("u2", "b", [90.0] * 12), *many("u3", "c", [90.0] * 30)]
    frame = queries.ask("member_points", town(tmp_path, small)).filter(pl.col("level") == "unit")
    shown = dict(frame.select("unit_id", "members_n").iter_rows())
    assert shown == {"u1": None, "u2": None, "u3": 30}


@pytest.mark.parametrize("question", ["member_points", "member_points_bands", "member_points_items"])
@pytest.mark.parametrize("chosen", [{}, {"units": ["u1"]}, {"units": ["u1", "u2"]}, {"units": ["u2", "u3"]}])
def test_hidden_members_change_nothing_that_is_told(question, chosen, tmp_path):
    """u1 and u2 are hidden; a twin of them with other points of theirs tells the same wherever they are named."""
    shown = many("u3", "c", [90.0 + at / 10 for at in range(30)])
    one = [*many("u1", "a", [90.0] * 9), *many("u2", "b", [80.0] * 12), *shown]
    other = [*many("u1", "a", [80.0] * 9), *many("u2", "b", [*[90.0] * 9, 80.0, 80.0, 80.0]), *shown]
    here, there = (
        queries.ask(question, town(tmp_path, each, f"t{at}"), **chosen) for at, each in enumerate((one, other))
    )
    assert_frame_equal(here, there)
    if chosen:
        whole = here.filter(pl.col("level") == "all") if question == "member_points" else here
        assert whole["suppressed"].all()


def test_bands_have_their_edges_and_empty_ones_are_rows(tmp_path):
    edges = [0.0, 59.9, 60.0, 79.9, 80.0, 89.9, 90.0, 100.0, 100.0, 100.0]
    frame = queries.ask("member_points_bands", town(tmp_path, many("u1", "a", edges)))
    assert dict(frame.select("points_band", "members_n").iter_rows()) == {
        "under_60": 2, "from_60": 2, "from_80": 2, "from_90": 4
    }  # fmt: skip
    high = queries.ask("member_points_bands", town(tmp_path, many("u1", "a", [99.0] * 10), "high"))
    assert sorted(high["members_n"]) == [0, 0, 0, 10]


def test_items_are_counted_with_deductions_of_either_sign(tmp_path):
    members = many("u1", "a", [90.0] * 8)
    members.append(
        member("x", "u1", "a", 90.0, ("plus", "study", 5.5), ("plus", "study", 4.5), ("minus", "duty", -2.0))
    )
    members.append(member("y", "u1", "a", 0.0, ("minus", "duty", 3.0), ("zeroing", "discipline", 0.0)))
    frame = queries.ask("member_points_items", town(tmp_path, members))
    assert frame.select("points_kind", "points_aspect", "entries_n", "points", "members_n").rows() == [
        ("minus", "duty", 2, 5.0, 10),
        ("plus", "study", 2, 10.0, 10),
        ("zeroing", "discipline", 1, None, 10),
    ]


# --- the demonstration, read from its workbook by other code ---------------------------------------------------------


@pytest.fixture(scope="module")
def workbook(request) -> list[dict]:
    """The entries of the ledger's workbook, without the copies that have a fault (their numbers end in 补)."""
    home = Path(request.getfixturevalue("demo_home"))
    (file,) = home.rglob("示例数据_党员积分台账.xlsx")
    book = fastexcel.read_excel(file)
    rows = []
    for sheet in book.sheet_names:
        frame = book.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
        lines = frame.rows()
        head = next(at for at, line in enumerate(lines) if "流水号" in line)
        rows += [dict(zip(lines[head], line, strict=True)) for line in lines[head + 1 :]]
    return [row for row in rows if row["党员编号"] and not row["流水号"].endswith("补")]


def number(text: str | None) -> float:
    return float((text or "0").translate(str.maketrans("０１２３４５６７８９．－", "0123456789.-")))


def test_the_points_of_the_demonstration_are_those_of_its_workbook(workbook, demo_home):
    entries = [row for row in workbook if row["年度"] == "2025"]
    points = defaultdict(lambda: {"plus": 0.0, "minus": 0.0, "zero": False})
    for row in entries:
        own = points[row["党员编号"]]
        own["plus"] += number(row["分值"]) if row["类型"] == "加分" else 0.0
        own["minus"] += abs(number(row["分值"])) if row["类型"] == "扣分" else 0.0
        own["zero"] |= row["类型"] == "清零"
    scored = [
        0.0 if own["zero"] else max(0.0, min(100.0, 80 + min(own["plus"], 20.0) - own["minus"]))
        for own in points.values()
    ]
    whole = place(queries.ask("member_points", year_from=2025), "all")
    assert (whole["members_n"], whole["median"]) == (len(scored), pytest.approx(statistics.median(scored)))
    bands = dict(queries.ask("member_points_bands", year_from=2025).select("points_band", "members_n").iter_rows())
    assert bands["from_90"] == sum(score >= 90 - 1e-9 for score in scored)
    assert bands["under_60"] == sum(score < 60 for score in scored)
    items = queries.ask("member_points_items", year_from=2025)
    for kind, name in (("plus", "加分"), ("minus", "扣分"), ("zeroing", "清零")):
        of_kind = [row for row in entries if row["类型"] == name]
        assert items.filter(pl.col("points_kind") == kind)["entries_n"].sum() == len(of_kind)
