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


def bands_of(build: Path, **chosen) -> dict[str, int | None]:
    return dict(queries.ask("member_points_bands", build, **chosen).select("points_band", "members_n").iter_rows())


def test_bands_have_their_edges_and_empty_ones_are_rows(tmp_path):
    edges = [edge for low in (0.0, 60.0, 80.0, 90.0) for edge in [low] * 5 + [low + 9.9] * 5]
    assert bands_of(town(tmp_path, many("u1", "a", edges))) == dict.fromkeys(
        ("under_60", "from_60", "from_80", "from_90"), 10
    )
    high = bands_of(town(tmp_path, many("u1", "a", [99.0] * 10), "high"))
    assert high == {"under_60": 0, "from_60": 0, "from_80": 0, "from_90": 10}


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((1, 0, 30, 30), {"under_90": 31, "from_90": 30}),
        ((0, 5, 30, 30), {"under_60": 0, "from_60_to_90": 35, "from_90": 30}),
        ((1, 9, 30, 30), {"under_80": 10, "from_80": 30, "from_90": 30}),
        ((12, 10, 9, 2), {"under_60": 12, "from_60": 10, "over_80": 11}),
        ((12, 5, 4, 2), {"under_60": 12, "over_60": 11}),
        ((2, 3, 4, 5), {"all": None}),
    ],
)
def test_bands_of_few_members_are_one_with_their_neighbours(counts, shown, tmp_path):
    points = [low for low, n in zip((50.0, 70.0, 85.0, 95.0), counts, strict=True) for _ in range(n)]
    assert bands_of(town(tmp_path, many("u1", "a", points))) == shown


def test_units_whose_bands_tell_of_few_members_are_shown_by_none(tmp_path):
    """u1 has four members under 90; without those of u2 too the city's bands would tell so."""
    members = [*many("u1", "a", [85.0] * 4 + [95.0] * 20), *many("u2", "b", [85.0] * 11 + [95.0] * 20)]
    build = town(tmp_path, [*members, *many("u3", "c", [85.0] * 30 + [95.0] * 30)])
    of_city = {"under_60": 0, "from_60": 0, "from_80": 45, "from_90": 70}
    assert bands_of(build) == of_city
    assert [set(bands_of(build, units=[code]).values()) for code in ("u1", "u2")] == [{None}, {None}]
    assert set(bands_of(build, units=["u1", "u3"]).values()) == {None}
    assert bands_of(build, units=["u3"]) == {"under_60": 0, "from_60": 0, "from_80": 30, "from_90": 30}


ITEMS = ("points_kind", "points_aspect", "entries_n", "points", "suppressed")


def entered(n: int, computed: float, *entries: tuple, of: str = "u1") -> list[dict]:
    """Members with the same entries."""
    return [member(f"{of}-{entries}-{at}", of, "a", computed, *entries) for at in range(n)]


def items_of(build: Path, **chosen) -> list[tuple]:
    return queries.ask("member_points_items", build, **chosen).select(ITEMS).rows()


def test_items_are_counted_with_deductions_of_either_sign(tmp_path):
    members = entered(10, 88.0, ("plus", "study", 5.5), ("plus", "study", 4.5), ("minus", "duty", -2.0))
    members += entered(10, 77.0, ("minus", "duty", 3.0))
    assert items_of(town(tmp_path, members)) == [
        ("minus", "duty", 20, 50.0, False),
        ("plus", "study", 20, 100.0, False),
    ]


def test_aspects_of_few_members_are_one_and_a_single_deduction_is_told_by_no_figure(tmp_path):
    """Nine were deducted for study and four for duty: 13 are told, of u2 with its one deduction neither the entry nor
    the points added, which with the mean score would tell it."""
    members = entered(9, 85.0, ("plus", "study", 10.0), ("minus", "study", 5.0))
    members += entered(3, 87.0, ("plus", "study", 10.0), ("minus", "duty", 3.0))
    members += entered(1, 86.0, ("plus", "study", 10.0), ("minus", "duty", 4.0), of="u2")
    members += entered(20, 85.0, ("plus", "study", 5.0), of="u2") + entered(20, 85.0, ("plus", "study", 5.0), of="u3")
    build = town(tmp_path, members)
    assert items_of(build) == [("minus", "merged", 13, 58.0, False), ("plus", "study", 53, 330.0, False)]
    for code, added in (("u1", 12), ("u2", 21)):
        assert items_of(build, units=[code]) == [
            ("minus", "merged", None, None, True),
            ("plus", "study", added, None, False),
        ]
    assert items_of(build, units=["u3"]) == [("minus", "merged", 0, 0.0, False), ("plus", "study", 20, 100.0, False)]


def test_a_zeroing_of_few_members_is_told_of_no_choice_and_not_by_the_points_deducted(tmp_path):
    members = entered(12, 85.0, ("plus", "study", 10.0), ("minus", "study", 5.0))
    members += entered(1, 0.0, ("plus", "study", 10.0), ("zeroing", "discipline", 0.0))
    members += entered(20, 85.0, ("plus", "study", 5.0), of="u2")
    build = town(tmp_path, members)
    whole = [("minus", "study", 12, None, False), ("plus", "study", 33, 230.0, False)]
    assert items_of(build) == [*whole, ("zeroing", "discipline", None, None, True)]
    assert items_of(build, units=["u2"])[-1] == ("zeroing", "discipline", None, None, True)


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
    assert bands["under_90"] == sum(score < 90 - 1e-9 for score in scored)
    items = queries.ask("member_points_items", year_from=2025)
    for kind, name in (("plus", "加分"), ("minus", "扣分"), ("zeroing", "清零")):
        of_kind = [row for row in entries if row["类型"] == name]
        told = items.filter(pl.col("points_kind") == kind)["entries_n"]
        assert told.to_list() == [None] if len(of_kind) < 10 else told.sum() == len(of_kind)
