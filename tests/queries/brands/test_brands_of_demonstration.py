"""Figures of brands recomputed from the demonstration's workbooks by other code: openpyxl and plain Python."""

import statistics
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

import queries

STAGES = ("自主申报", "初审筛选", "机关互评", "综合评审")
AWARDS = {"十佳": "top_ten", "优秀": "excellent", "名牌": "flagship"}
WEIGHTS = {"内涵": 20, "机制": 20, "融合成效": 30, "群众认可": 20, "影响": 10}
CODES = dict(zip(WEIGHTS, ("content", "mechanism", "integration", "approval", "influence"), strict=True))
ASCII = str.maketrans("０１２３４５６７８９．", "0123456789.")


def sheets(home: Path, name: str):
    """(sheet, its rows as dicts by header) of a workbook; the header is the first row with three cells or more."""
    (file,) = (home / "demo").rglob(f"*{name}*.xlsx")
    for sheet in openpyxl.load_workbook(file, read_only=True, data_only=True):
        rows = list(sheet.iter_rows(values_only=True))
        at = next(no for no, row in enumerate(rows) if sum(cell is not None for cell in row) > 2)
        yield sheet.title, [dict(zip(rows[at], row, strict=False)) for row in rows[at + 1 :]]


@pytest.fixture(scope="module")
def units(demo_home) -> list[dict]:
    ((_, rows),) = sheets(demo_home, "单位名录")
    return [row for row in rows if row.get("单位类别")]


@pytest.fixture(scope="module")
def contest(demo_home, units) -> dict[int, list[dict]]:
    """year → rows that an office would keep: known unit, stage and award; a brand once a year."""
    names = {name for row in units for name in (row["单位名称"], *str(row.get("简称") or "").split("、"))}
    years: dict[int, list[dict]] = {}
    for title, rows in sheets(demo_home, "服务品牌评选汇总"):
        known = [
            row
            for row in rows
            if row.get("申报单位") in names
            and row.get("阶段") in STAGES
            and (row.get("获评") is None or any(word in row["获评"] for word in AWARDS))
        ]
        years[int(title[:4])] = list({row["品牌名称"]: row for row in known}.values())
    return years


def number(cell) -> float:
    return float(str(cell).translate(ASCII))


def day(cell) -> date | None:
    if cell is None:
        return None
    return cell.date() if isinstance(cell, datetime) else date.fromisoformat(str(cell)[:10])


def test_every_organisation_of_the_years_end_is_counted_and_those_without_are_named(contest, units, demo_home):
    covered = queries.ask("brand_coverage").rows_by_key("year", named=True, unique=True)
    gaps = queries.ask("brand_gaps")
    for year, rows in contest.items():
        end = date(year, 12, 31)
        there = [
            row
            for row in units
            if row["单位类别"] != "征求意见单位"
            and (day(row.get("启用日期")) or end) <= end <= (day(row.get("停用日期")) or end)
        ]
        named = {row["申报单位"] for row in rows}
        without = {
            row["单位名称"] for row in there if not named & {row["单位名称"], *str(row.get("简称") or "").split("、")}
        }
        assert covered[year]["organisations"] == len(there), year
        assert covered[year]["with_brand"] == len(there) - len(without), year
        assert set(gaps.filter(year=year)["unit"]) == without, year
    assert covered[2017]["claim"] == "refuted" and covered[2025]["claim"] == "proved"


def test_stages_and_awards_are_those_of_the_sheets(contest, demo_home):
    reached = {(row["year"], row["step"]): row["reached"] for row in queries.ask("brand_stages").to_dicts()}
    awards = {(row["year"], row["award"]): row["brands_n"] for row in queries.ask("brand_awards").to_dicts()}
    for year, rows in contest.items():
        steps = [4 if row["获评"] else STAGES.index(row["阶段"]) + 1 for row in rows]
        assert [reached[year, step] for step in range(1, 5)] == [
            sum(at >= step for at in steps) for step in range(1, 5)
        ]
        won = Counter(code for row in rows for word, code in AWARDS.items() if row["获评"] and word in row["获评"])
        assert reached[year, 5] == won.total()
        assert {code: awards[year, code] for code in AWARDS.values()} == {code: won[code] for code in AWARDS.values()}


def test_marks_of_winners_and_others_are_those_of_the_sheet(contest, demo_home):
    scores = {row["criterion"]: row for row in queries.ask("brand_scores", year_from=2025).to_dicts()}
    sides = defaultdict(list)
    for row in contest[2025]:
        for part, code in CODES.items():
            if row[part] is not None:
                sides[code, row["获评"] is not None].append(number(row[part]))
    for part, code in CODES.items():
        winners, others = sides[code, True], sides[code, False]
        assert (scores[code]["winners_n"], scores[code]["others_n"]) == (len(winners), len(others))
        difference = statistics.mean(winners) - statistics.mean(others)
        assert scores[code]["difference"] == pytest.approx(difference)
        assert scores[code]["gap_points"] == pytest.approx(WEIGHTS[part] * difference / 100)
        assert scores[code]["winners_sd"] == pytest.approx(statistics.stdev(winners))


def test_streaks_are_counted_from_the_awards_of_the_sheets(contest, demo_home):
    held: dict[str, tuple[str, int]] = {}
    best: Counter[str] = Counter()
    wins: Counter[str] = Counter()
    for _, rows in sorted(contest.items()):
        now = {}
        for row in rows:
            if row["获评"]:
                (word,) = [word for word in AWARDS if word in row["获评"]]
                before, streak = held.get(row["品牌名称"], ("", 0))
                now[row["品牌名称"]] = (word, streak + 1 if before == word else 1)
        held = now
        for name, (_, streak) in now.items():
            best[name] = max(best[name], streak)
            wins[name] += 1
    winners = queries.ask("brand_winners").unique("brand_id")
    assert dict(winners.select("brand_id", "won_n").iter_rows()) == wins
    assert dict(winners.select("brand_id", "best_streak").iter_rows()) == best
