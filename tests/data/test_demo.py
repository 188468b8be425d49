"""The demonstration workbooks keep the promises made about them, and pass through the ordinary door."""

import tomllib
from datetime import date
from fnmatch import fnmatch
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from data.demo import appraisal, indices, members, rectification, services, survey, units
from data.demo.make import SEED, YEARS, make, stream
from etl.contracts import DATASETS

LAYOUTS = Path(__file__).parents[2] / "data" / "reference" / "layouts"
Z = 1.959964
OF_THE_SURVEY_AND_LEDGER = {"missing_group", "perfect_rate_few_forms", "same_problem_text_twice"}
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


@pytest.fixture(scope="module")
def built(demo_home: Path):
    identity = (demo_home / "builds" / "current").read_text(encoding="utf-8").strip()
    with duckdb.connect(demo_home / "builds" / f"{identity}.duckdb", read_only=True) as connection:
        yield connection


def one(built: duckdb.DuckDBPyConnection, query: str):
    """The single value a query returns."""
    ((value,),) = built.sql(query).fetchall()
    return value


def test_the_build_is_marked_as_sample_with_its_as_of_date(built):
    assert one(built, "select value from meta where key = 'sample'") == "true"
    assert one(built, "select value from meta where key = 'as_of'") == str(rectification.AS_OF)
    assert one(built, "select count(distinct file) from batch where sample and live") == one(
        built, "select count(distinct file) from batch"
    )


def test_the_build_holds_about_300_000_answers_and_300_open_items(built):
    assert 285_000 < one(built, "select sum(n) from survey_answer") < 310_000
    open_items = """
        with latest as (
            select arg_max(closed_on is null and withdrawn_on is null, episode) as is_open
            from rectification_episode group by item_id
        )
        select count(*) from latest where is_open
    """
    assert one(built, open_items) == rectification.OPEN_AT_AS_OF


def test_a_few_percent_of_rows_are_rejected_for_many_reasons(built):
    assert 0.01 < one(built, "select sum(rejected) / sum(rows_read) from batch") < 0.04
    assert one(built, "select count(distinct rule) from rejected_row") >= 10
    assert one(built, "select count(*) from batch where skipped > 0") >= 20
    assert one(built, "select count(*) from rejected_row where message_zh like '%最接近%'") > 100


def test_a_merged_unit_keeps_the_counts_of_its_predecessors(built):
    before = "select count(distinct unit_id) from survey_answer where current_unit_id = 'A19' and survey_year = 2018"
    assert one(built, before) == 3


def test_the_rate_in_the_build_is_the_calibrated_one(built):
    rates = built.sql(
        """
        select survey_year, sum(n) filter (box is not null) / sum(n) filter (class = 'valid') as rate
        from survey_answer where item = 'overall' group by survey_year
        """
    ).fetchall()
    wanted = dict(survey.waves().select("year", "three").iter_rows())
    assert len(rates) == len(wanted)
    assert all(abs(rate - wanted[year]) < 0.002 for year, rate in rates)


def test_every_dataset_of_the_contracts_has_rows_and_rejected_rows(built):
    loaded = built.sql("select dataset, sum(accepted) as accepted, sum(rejected) as rejected from batch group by 1").pl()
    assert set(loaded["dataset"]) == set(DATASETS)
    assert loaded.filter(pl.col("accepted") == 0).is_empty()
    assert set(loaded.filter(pl.col("rejected") == 0)["dataset"]) == {"unit", "unit_lineage"}


@pytest.mark.parametrize(
    "dataset", [name for name in DATASETS if name not in ("unit", "unit_lineage", "index_score", "survey_count")]
)
def test_rejected_rows_of_a_dataset_have_faults_of_several_kinds(built, dataset):
    assert one(built, f"select count(distinct rule || \"column\") from rejected_row where dataset = '{dataset}'") >= 3


def test_given_and_computed_indices_agree_but_for_three(built):
    apart = built.sql(
        """
        select index, year, current_unit_id, round(given, 1), round(computed, 1) from index_reconciled
        where abs(given - computed) > 0.5 order by index
        """
    ).fetchall()
    assert [(index, year, unit_id) for index, year, unit_id, _, _ in apart] == [
        ("conduct", *indices.LATE_NOTICE),
        ("fortress", 2024, "B01"),
        ("pioneer", members.ZEROED_TOO_LATE, apart[2][2]),
    ]
    assert apart[2][2] in members.UNITS
    assert apart[2][4] == 0
    met = "select min(n) from (select count(*) as n from index_reconciled where given + computed > 0 group by index)"
    assert one(built, met) > 500


def test_the_quality_findings_of_the_records_are_few(built):
    told = dict(built.sql('select "check", count(*) from quality_finding group by 1').fetchall())
    of_records = {check: n for check, n in told.items() if check not in OF_THE_SURVEY_AND_LEDGER}
    assert of_records == {
        "appraisal_ballots": 3,
        "brand_score_differs": 1,
        "channels_do_not_sum": 1,
        "done_but_not_full": 1,
        "index_differs": 3,
        "problem_without_entry": 2,
        "progress_fell": 1,
        "star_differs": 1,
        "streak_differs": 1,
    }


def test_every_year_has_thirty_projects_in_six_aspects_some_late_and_some_done(built):
    years = built.sql(
        """
        select
            count(distinct project_id) as projects,
            count(distinct programme) as aspects,
            count(distinct reported_on) as reports,
            count(*) filter (reported_on >= deadline and status <> 'done' and month(reported_on) = 12) as late,
            count(*) filter (status = 'done' and month(reported_on) = 12) as done
        from programme_project group by year order by year
        """
    ).fetchall()
    assert [year[:3] for year in years] == [(30, 6, 4)] * 3
    assert all(2 <= late <= 12 and done >= 15 for *_, late, done in years)


def test_service_ratings_begin_in_october_2019_and_are_filled_in_until_the_standards(built):
    assert one(built, "select min(month) from service_rating") == services.SINCE
    assert one(built, "select max(month) from service_rating") == date(2025, 12, 1)
    assert one(built, "select min(month) from service_rating where answer = 'unrated'") == services.STANDARD_SINCE
    assert one(built, "select max(month) from service_rating where not active and answer <> 'unrated'") == date(2020, 12, 1)
    assert one(built, "select count(distinct answer) from service_rating where class = 'valid'") == 5
    bad = "select sum(n) filter (answer in ('dissatisfied', 'very_dissatisfied')) / sum(n) from service_rating where active"
    assert 0 < one(built, bad) < 0.005


def test_bulletins_share_their_boundary_days_and_add_up_but_for_the_week_published_wrong(built):
    weeks = "from hotline where period_kind = 'week' and unit_id is null and division_code is null"
    gaps = f"""
        select count(*) from (select distinct period_from, period_to {weeks}) as a
        where period_to < '2025-12-01' and period_to not in (select period_from {weeks})
    """
    assert one(built, gaps) == 0
    wrong = built.sql("select period, given - expected from quality_finding where \"check\" = 'channels_do_not_sum'")
    assert wrong.fetchall() == [("2020年12月4日—11日", 2.0)]


def test_a_zeroed_member_has_no_points_whatever_was_earned(built):
    zeroed = "select year, member_id from member_points where kind = 'zeroing'"
    assert one(built, f"select count(*) from ({zeroed})") == 2
    computed = f"""
        select max(computed) from index_reconciled
        inner join ({zeroed}) as void on void.year = index_reconciled.year and void.member_id = subject_id
    """
    assert one(built, computed) == 0


def test_flagships_begin_in_2019_and_ten_are_the_best(built):
    assert one(built, "select min(year) from brand where award = 'flagship'") == 2019
    assert one(built, "select min(n) from (select count(*) as n from brand where award = 'top_ten' group by year)") == 10
    assert one(built, "select max(n) from (select count(*) as n from brand where award = 'top_ten' group by year)") == 10
    assert one(built, "select max(streak) from brand") >= 2


def test_no_person_passes_the_door(demo_home, built):
    """Neither names nor numbers of the ledger of points and of the appraisals are in a batch or in the build."""
    rng = np.random.default_rng(SEED)
    points = indices.members(rng)
    ledger = members.entries(points, dict.fromkeys(members.UNITS, 9), stream(SEED, "members"))
    appraised = appraisal.appraisals(stream(SEED, "appraisal"))
    known = {*ledger["name"], *appraised["name"], *ledger["member_id"], *appraised["person_id"]}
    assert len(known) > 800
    told = [file for folder in ("batches", "builds") for file in sorted((demo_home / folder).rglob("*")) if file.is_file()]
    texts = {text for file in told if file.suffix == ".parquet" for text in _texts(pl.read_parquet(file))}
    for (table,) in built.sql("select table_name from duckdb_tables()").fetchall():
        texts |= _texts(built.sql(f'select * from "{table}"').pl())
    written = "\n".join(texts)
    assert "某某同志" in written
    assert [person for person in known if person in written] == []
    books = {path.name for path in (demo_home / "demo").iterdir()} & {"示例数据_党员积分台账.xlsx", "示例数据_述评考结果.xlsx"}
    private = {row[0] for row in built.sql("select batch_id from batch where dataset in ('member_points', 'appraisal')").fetchall()}
    assert len(books) == len(private) == 2
    kept = [file.name for batch in private for file in (demo_home / "batches" / batch).iterdir()]
    assert not [name for name in kept if name.endswith(".xlsx")]


def _texts(frame: pl.DataFrame) -> set[str]:
    """All texts of a frame."""
    return {text for column in frame.select(pl.col(pl.String)) for text in column.unique() if text}
