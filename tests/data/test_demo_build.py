"""The demonstration build keeps the promises made about its workbooks."""

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

import etl
from data.demo import appraisal, indices, members, rectification, services, survey
from data.demo.events import events
from data.demo.make import SEED, stream
from etl.contracts import DATASETS

OF_THE_SURVEY_AND_LEDGER = {"missing_group", "perfect_rate_few_forms", "same_problem_text_twice"}


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
    loaded = built.sql(
        "select dataset, sum(accepted) as accepted, sum(rejected) as rejected from batch group by 1"
    ).pl()
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
    assert one(built, "select max(month) from service_rating where not active and answer <> 'unrated'") == date(
        2020, 12, 1
    )
    assert one(built, "select count(distinct answer) from service_rating where class = 'valid'") == 5
    dissatisfied = "sum(n) filter (answer in ('dissatisfied', 'very_dissatisfied'))"
    bad = f"select {dissatisfied} / sum(n) from service_rating where active"
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
    assert (
        one(built, "select min(n) from (select count(*) as n from brand where award = 'top_ten' group by year)") == 10
    )
    assert (
        one(built, "select max(n) from (select count(*) as n from brand where award = 'top_ten' group by year)") == 10
    )
    assert one(built, "select max(streak) from brand") >= 2


def test_no_person_passes_the_door(demo_home, built):
    """Neither names nor numbers of the ledger of points and of the appraisals are in a batch or in the build."""
    rng = np.random.default_rng(SEED)
    points = indices.members(rng)
    ledger = members.entries(points, dict.fromkeys(members.UNITS, 9), stream(SEED, "members"))
    appraised = appraisal.appraisals(stream(SEED, "appraisal"))
    known = {*ledger["name"], *appraised["name"], *ledger["member_id"], *appraised["person_id"]}
    assert len(known) > 800
    told = [
        file for folder in ("batches", "builds") for file in sorted((demo_home / folder).rglob("*")) if file.is_file()
    ]
    texts = {text for file in told if file.suffix == ".parquet" for text in _texts(pl.read_parquet(file))}
    for (table,) in built.sql("select table_name from duckdb_tables()").fetchall():
        texts |= _texts(built.sql(f'select * from "{table}"').pl())
    written = "\n".join(texts)
    assert "某某同志" in written
    assert [person for person in known if person in written] == []
    books = {path.name for path in (demo_home / "demo").iterdir()} & {
        "示例数据_党员积分台账.xlsx",
        "示例数据_述评考结果.xlsx",
    }
    private = {
        row[0]
        for row in built.sql("select batch_id from batch where dataset in ('member_points', 'appraisal')").fetchall()
    }
    assert len(books) == len(private) == 2
    kept = [file.name for batch in private for file in (demo_home / "batches" / batch).iterdir()]
    assert not [name for name in kept if name.endswith(".xlsx")]


def _texts(frame: pl.DataFrame) -> set[str]:
    """All texts of a frame."""
    return {text for column in frame.select(pl.col(pl.String)) for text in column.unique() if text}


def test_its_events_are_noted(demo_home):
    noted = [(event["day"], event["what"], event["scope"]) for event in etl.noted_events()]
    assert sorted(noted) == sorted((event["day"], event["what"], event["scope"]) for event in events())
    assert len(noted) >= 4 and {"city", "class", "instrument"} <= {scope for _, _, scope in noted}
