"""Stars of branches: counts of each step, quota, moves and lagging branches, worked by hand on ten branches."""

from collections import Counter, defaultdict
from pathlib import Path

import fastexcel
import polars as pl
import pytest

import queries
from tests.queries.small_build import small_build, unit

# branch: unit, stars after band, precondition, quota and at the end, reason, lagging
OF_2024 = {
    "a": ("u1", 5, 5, 5, 5, "band", False),
    "b": ("u1", 5, 5, 4, 4, "quota", False),
    "c": ("u1", 5, 4, 4, 4, "precondition", False),
    "d": ("u1", 5, 4, 4, 0, "veto", False),
    "e": ("u1", 4, 4, 4, 4, "band", False),
    "f": ("u2", 4, 4, 4, 0, "lagging", True),
    "g": ("u2", 3, 3, 3, 0, "lagging", True),
    "h": ("u2", 3, 3, 3, 3, "band", False),
    "i": ("u2", 3, 3, 3, 0, "lagging", True),
    "j": ("u2", 3, 3, 3, 0, "lagging", True),
}
OF_2025 = {
    "a": ("u1", 4, 4, 4, 4, "band", False),
    "b": ("u1", 5, 5, 5, 5, "band", False),
    "c": ("u1", 4, 4, 4, 4, "band", False),
    "d": ("u1", 4, 4, 4, 4, "band", False),
    "f": ("u2", 3, 3, 3, 3, "band", False),
    "g": ("u2", 3, 3, 3, 0, "lagging", True),
    "h": ("u2", 3, 3, 3, 3, "band", False),
    "i": ("u2", 3, 3, 3, 0, "veto", False),
    "k": ("u2", 5, 5, 5, 5, "band", False),
}


def rating(year: int, branches: dict[str, tuple], rule_set: str = "xiqing_2016") -> tuple[list[dict], list[dict]]:
    stars, ratings = [], []
    for name, (unit_id, band, precondition, quota, star, reason, lagging) in branches.items():
        own = {"year": year, "branch_id": name, "unit_id": unit_id, "current_unit_id": unit_id, "score": 90.0}
        steps = {"band_star": band, "precondition_star": precondition, "quota_star": quota, "star": star}
        stars.append(own | steps | {"rule_set": rule_set, "reason": reason, "given_star": star})
        more = {"branch": f"Branch {name}", "veto": reason == "veto", "lagging": lagging}
        ratings.append(own | more | {"batch_id": "b1", "source_sheet": "S", "source_row": 3})
    return stars, ratings


@pytest.fixture(scope="module")
def rated(tmp_path_factory) -> Path:
    (of_2024, ratings_2024), (of_2025, ratings_2025) = rating(2024, OF_2024), rating(2025, OF_2025)
    quota = {"rule_set": "xiqing_2016", "valid_from": 2016, "star": 5, "share": 0.1, "source": "assumption"}
    return small_build(
        tmp_path_factory.mktemp("stars") / "stars.duckdb",
        unit=[unit("u1"), unit("u2", unit_class="party_mass")],
        branch_star=of_2024 + of_2025,
        branch_rating=ratings_2024 + ratings_2025,
        star_quotas=[quota],
    )


def counts(frame: pl.DataFrame, step: str, column: str = "branches_n") -> dict[int, int]:
    return {star: n for star, n in frame.filter(pl.col("step") == step).select("star", column).iter_rows() if n}


def test_each_step_counts_its_branches(rated):
    frame = queries.ask("branch_stars", rated, year_to=2024)
    assert counts(frame, "band") == {5: 4, 4: 2, 3: 4}
    assert counts(frame, "precondition") == {5: 2, 4: 4, 3: 4}
    assert counts(frame, "quota") == {5: 1, 4: 5, 3: 4}
    assert counts(frame, "veto") == {5: 1, 4: 4, 3: 4, 0: 1}
    assert counts(frame, "lagging") == {5: 1, 4: 3, 3: 1, 0: 5}
    assert [counts(frame, step, "lost_n") for step in ("precondition", "quota", "veto", "lagging")] == [
        {5: 2}, {5: 1}, {4: 1}, {4: 1, 3: 3}
    ]  # fmt: skip


def test_branches_that_hold_the_stars_of_their_score_only_become_fewer(rated):
    frame = queries.ask("branch_stars", rated, year_to=2024)
    held = {step: sum(counts(frame, step, "held_n").values()) for step in ("band", "precondition", "quota", "veto")}
    assert held == {"band": 10, "precondition": 8, "quota": 7, "veto": 7}  # d lost its star before the veto
    assert sum(counts(frame, "lagging", "held_n").values()) == 3


def test_the_quota_counts_the_city_whatever_is_chosen(rated):
    of_2024, of_2025 = queries.ask("branch_star_quota", rated).rows(named=True)
    assert (of_2024["rated_n"], of_2024["places"], of_2024["reached_n"], of_2024["kept_n"]) == (10, 1, 2, 1)
    assert (of_2025["rated_n"], of_2025["places"], of_2025["reached_n"], of_2025["kept_n"]) == (9, 0, 2, 2)
    assert "units" not in queries.parameters("branch_star_quota")


def moves(frame: pl.DataFrame) -> set[tuple]:
    return set(frame.select("star_before", "star", "star_move", "branches_n").iter_rows())


ALL_MOVES = {
    (5, 4, "down", 1), (4, 5, "up", 1), (4, 4, "same", 1), (0, 4, "up", 1), (0, 3, "up", 1), (0, 0, "same", 2),
    (3, 3, "same", 1), (4, None, "gone", 1), (0, None, "gone", 1), (None, 5, "new", 1),
}  # fmt: skip


def test_moves_between_the_years(rated):
    assert moves(queries.ask("branch_star_moves", rated)) == ALL_MOVES
    assert queries.ask("branch_star_moves", rated, year_to=2024).is_empty()
    of_u1 = moves(queries.ask("branch_star_moves", rated, units=["u1"]))
    assert of_u1 == {(5, 4, "down", 1), (4, 5, "up", 1), (4, 4, "same", 1), (0, 4, "up", 1), (4, None, "gone", 1)}


def test_stars_under_other_rules_are_not_compared(tmp_path):
    years = [rating(2024, OF_2024), rating(2025, OF_2025, "five_star_110")]
    build = small_build(
        tmp_path / "other.duckdb",
        unit=[unit("u1"), unit("u2")],
        branch_star=[row for stars, _ in years for row in stars],
        branch_rating=[row for _, ratings in years for row in ratings],
    )
    told = Counter(dict(queries.ask("branch_star_moves", build).group_by("star_move").agg(pl.sum("branches_n")).rows()))
    assert told == {"other_rules": 8, "gone": 2, "new": 1}


def test_what_became_of_lagging_branches(rated):
    frame = queries.ask("branch_lagging", rated)
    assert frame.rows() == [
        (2024, "gone", 1, 10), (2024, "lagging", 1, 10), (2024, "starred", 1, 10), (2024, "unstarred", 1, 10),
        (2025, "pending", 1, 9),
    ]  # fmt: skip
    assert queries.ask("branch_lagging", rated, units=["u1"]).is_empty()


def test_the_chain_of_each_branch(rated):
    frame = queries.ask("branch_star_reasons", rated, year_to=2024)
    chain = ("band_star", "precondition_star", "quota_star", "veto_star", "star", "star_reason")
    rows = {row["branch_id"]: tuple(row[name] for name in chain) for row in frame.rows(named=True)}
    assert rows["d"] == (5, 4, 4, 0, 0, "veto")
    assert rows["f"] == (4, 4, 4, 4, 0, "lagging")
    assert frame.filter(pl.col("branch_id") == "d").select("branch", "source_sheet", "source_row").row(0) == (
        "Branch d", "S", 3
    )  # fmt: skip


# --- the demonstration, read from its workbook by other code ---------------------------------------------------------

BANDS = ((95, 5), (85, 4), (75, 3), (65, 2), (60, 1), (-1, 0))


def workbook(home: Path, year: int) -> dict[str, dict]:
    """The branches of a year's sheet, without the copies that have a fault (their numbers end in 补)."""
    (file,) = home.rglob("示例数据_党支部星级评定.xlsx")
    lines = fastexcel.read_excel(file).load_sheet(f"{year}年", header_row=None, dtypes="string").to_polars().rows()
    head = next(at for at, line in enumerate(lines) if "支部编号" in line)
    rows: dict[str, dict] = {}
    wide = str.maketrans("０１２３４５６７８９．", "0123456789.")
    for line in lines[head + 1 :]:
        row = dict(zip(lines[head], line, strict=True))
        score = (row["得分"] or "").translate(wide)
        if row["得分"] and not row["支部编号"].endswith("补"):
            rows[row["支部编号"]] = row | {"score": float(score)}
    return rows


def starred(rows: dict[str, dict]) -> dict[str, tuple[int, int]]:
    """branch → stars of its score, and its stars at last, by the default rules."""
    band = {name: next(star for low, star in BANDS if row["score"] >= low) for name, row in rows.items()}
    after = {name: min(star, 4) if rows[name]["前置条件"] == "否" else star for name, star in band.items()}
    best = defaultdict(list)
    for name, star in after.items():
        if star == 5:
            best[rows[name]["score"]].append(name)
    places = len(rows) // 10
    for score in sorted(best, reverse=True):
        places -= len(best[score])
        if places < 0:
            after |= dict.fromkeys(best[score], 4)
    out = {name for name, row in rows.items() if row["一票否决"] == "是" or row["相对后进"] == "是"}
    return {name: (band[name], 0 if name in out else after[name]) for name in rows}


@pytest.mark.parametrize("year", [2019, 2023, 2025])
def test_the_stars_of_the_demonstration_are_those_of_its_workbook(year, demo_home):
    stars = starred(workbook(Path(demo_home), year))
    frame = queries.ask("branch_stars", year_from=year, year_to=year)
    assert counts(frame, "band") == Counter(band for band, _ in stars.values())
    assert counts(frame, "lagging") == Counter(star for _, star in stars.values())


def test_the_moves_of_the_demonstration_are_those_of_its_workbook(demo_home):
    before, now = (starred(workbook(Path(demo_home), year)) for year in (2024, 2025))
    both = [(before[name][1], now[name][1]) for name in before.keys() & now.keys()]
    frame = queries.ask("branch_star_moves", year_from=2025)
    told = dict(frame.group_by("star_move").agg(pl.sum("branches_n")).iter_rows())
    assert told["up"] == sum(after > star for star, after in both)
    assert told["down"] == sum(after < star for star, after in both)
    assert told["same"] == sum(after == star for star, after in both)
