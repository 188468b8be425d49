"""The demonstration workbooks keep the promises made about them, and pass through the ordinary door."""

import tomllib
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from data.demo import rectification, survey, units
from data.demo.make import SEED, YEARS, make

LAYOUTS = Path(__file__).parents[2] / "data" / "reference" / "layouts"
Z = 1.959964
# Their headers are the contract's own words.
WITHOUT_LAYOUT = {
    "示例数据_党员积分台账.xlsx",
    "示例数据_党支部星级评定.xlsx",
    "示例数据_服务品牌评选汇总.xlsx",
    "示例数据_综合考核得分.xlsx",
    "示例数据_第16轮督查三张清单.xlsx",
    "示例数据_第17轮督查三张清单.xlsx",
    "示例数据_述评考结果.xlsx",
    "示例数据_六大工程项目推进.xlsx",
    "示例数据_好差评月度汇总.xlsx",
    "示例数据_差评处置台账.xlsx",
    "示例数据_12345诉求热点汇总.xlsx",
    "示例数据_履责清单.xlsx",
    "示例数据_同述同议.xlsx",
    "示例数据_领导联系点.xlsx",
    "示例数据_专题询问提问办理.xlsx",
}


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return make(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def form_by_year() -> dict[int, pl.DataFrame]:
    rng = np.random.default_rng(SEED)
    traits = units.draw_traits(rng)
    return {year: survey.forms(year, traits, rng) for year in YEARS}


def three_box(forms: pl.DataFrame, year: int) -> tuple[int, int]:
    """Satisfied and valid answers to the overall item."""
    scale = survey.waves().filter(pl.col("year") == year)["scale_id"][0]
    valid = forms["总体评价"].is_in(survey.ANSWERS[scale])
    return forms["总体评价"].is_in(survey.ANSWERS[scale][:3]).sum(), valid.sum()


def wilson(x: int, n: int) -> tuple[float, float]:
    middle, half = x + Z**2 / 2, Z * (x * (n - x) / n + Z**2 / 4) ** 0.5
    return (middle - half) / (n + Z**2), (middle + half) / (n + Z**2)


def change(earlier: tuple[int, int], later: tuple[int, int]) -> tuple[float, float]:
    """Newcombe's limits of the later rate minus the earlier."""
    p1, (l1, u1), p2, (l2, u2) = earlier[0] / earlier[1], wilson(*earlier), later[0] / later[1], wilson(*later)
    return (
        p2 - p1 - ((p2 - l2) ** 2 + (u1 - p1) ** 2) ** 0.5,
        p2 - p1 + ((u2 - p2) ** 2 + (p1 - l1) ** 2) ** 0.5,
    )


def test_units_are_88_in_three_classes_besides_the_consulted():
    current = units.working_in(2025)
    assert current.filter(pl.col("unit_class") != "consulted_only").height == 88
    assert current["unit_class"].n_unique() == 4
    assert units.directory()["unit_id"].is_unique().all()


def test_lineage_has_every_event_and_known_units():
    edges = units.lineage()
    assert set(edges["event"]) == set(units.EVENT_WORDS)
    assert set(edges["predecessor_id"]) | set(edges["successor_id"]) <= set(units.directory()["unit_id"])


def test_names_are_those_valid_at_the_time():
    assert units.names_on(date(2018, 11, 15))["A07"] == "市环境保护局"
    assert units.names_on(date(2019, 11, 15))["A07"] == "市生态环境局"
    assert "C17" not in units.names_on(date(2023, 11, 15))
    assert "港闸区" in survey.divisions(date(2019, 11, 15))
    assert "港闸区" not in survey.divisions(date(2020, 11, 15))


def test_overall_rate_is_94_to_96_percent_with_noise_and_a_real_drop(form_by_year):
    counts = {year: three_box(forms, year) for year, forms in form_by_year.items()}
    assert all(0.94 - 5e-4 <= x / n <= 0.96 + 5e-4 for x, n in counts.values())
    moved = {year: change(counts[year - 1], counts[year]) for year in YEARS if year - 1 in counts}
    noise = [year for year, (lower, upper) in moved.items() if lower < 0 < upper]
    assert {2019, 2024} <= set(noise)
    assert moved[2020][1] < 0
    assert sum(lower > 0 for lower, _ in moved.values()) >= 3


def test_about_300_000_answers(form_by_year):
    answers = sum(
        len(forms) * (1 if year in survey.COUNTED_YEARS else len(survey.ITEMS)) for year, forms in form_by_year.items()
    )
    assert 290_000 < answers < 310_000


def test_some_units_are_too_small_to_judge(form_by_year):
    for forms in form_by_year.values():
        by_unit = forms.filter(pl.col("总体评价") != survey.DONT_KNOW)["unit_id"].value_counts()
        assert by_unit.filter(pl.col("count") < 10).height >= 1


def test_300_items_are_open_and_one_unit_closes_on_the_deadline():
    rng = np.random.default_rng(SEED)
    episodes = rectification.episodes(units.draw_traits(rng), rng)
    latest = {(row.source, row.round_no, row.problem_id): row for row in episodes}
    assert 2_900 < len(latest) < 3_200
    assert sum(row.is_open for row in latest.values()) == rectification.OPEN_AT_AS_OF
    punctual = [row for row in episodes if row.unit_id == units.CLOSES_ON_DEADLINE and row.due_on and row.closed_on]
    assert len(punctual) > 20
    assert all(row.closed_on == row.due_on for row in punctual)


def test_every_workbook_says_sample_data_and_has_one_layout_or_needs_none(workbooks):
    layouts = [tomllib.loads(file.read_text(encoding="utf-8")) for file in LAYOUTS.glob("demo_*.toml")]
    assert all(layout["sample"] for layout in layouts)
    used = set()
    for path in workbooks:
        assert path.name.startswith("示例数据_")
        fitting = [at for at, layout in enumerate(layouts) if any(fnmatch(path.name, file) for file in layout["files"])]
        assert len(fitting) == (0 if path.name in WITHOUT_LAYOUT else 1), path.name
        used |= set(fitting)
    assert len(used) == len(layouts)


def test_same_seed_gives_the_same_bytes(workbooks, tmp_path):
    for first, second in zip(workbooks, make(tmp_path), strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name
