"""The findings of a build: one small world of workbooks in which every check has something to find, and near misses
that it must pass by: the findings of each check are compared whole."""

import duckdb
import pytest

import etl
from etl.reading.pseudonyms import pseudonym
from etl.storage import build_folder, model_sql
from etl.warehouse.batches import all_batches, live_batches
from etl.warehouse.build_quality import CHECKED_TABLES, INDEX_RECORDS, check_names, compute_indices, may_find
from etl.warehouse.build_schema import tables_with_rows
from etl.warehouse.build_tables import fill_build
from etl.warehouse.reference_tables import create_tables
from tests.etl.warehouse.quality_world import EXPECTED, WORLD
from tests.etl.workbooks import sent
from words import label, say, spelled, words


@pytest.fixture(scope="module")
def home_of_world(tmp_path_factory):
    return tmp_path_factory.mktemp("quality") / "home"


@pytest.fixture(scope="module")
def build(home_of_world):
    """A read-only connection to the build of the world; `member` of a number is its pseudonym there."""
    folder = home_of_world.parent
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(home_of_world))
        patch.setenv("RONGHE_PSEUDONYM_KEY", "of the tests")
        files = [
            sent(folder, f"{dataset}-{at}.csv", rows)
            for dataset, books in WORLD.items()
            for at, rows in enumerate(books)
        ]
        for outcome in etl.load(files).files:
            rejected = 2 if outcome.dataset == "survey_count" else 0
            assert outcome.rejected == rejected, outcome.faults["message_zh"].to_list()
        current = (build_folder() / "current").read_text()
        with duckdb.connect(str(build_folder() / f"{current}.duckdb"), read_only=True) as connection:
            yield connection


# The findings with what their sentences say, but for those whose rates would tell of few forms.
SAID = """
    select quality_finding.*, unit.unit, batch.file, forms_n, of_n
    from quality_finding
    left join unit using (unit_id)
    left join batch
        on batch.batch_id = quality_finding.batch_id
    left join form_finding
        on form_finding.batch_id = quality_finding.batch_id
        and subject = 'form_finding.' || finding
    where ("check" <> 'forms_stand_out' or given is not null)
"""


def findings(build, check):
    return build.execute(
        """select unit_id, period, subject, round(given, 4), round(expected, 4)
        from quality_finding where "check" = ? order by all""",
        [check],
    ).fetchall()


@pytest.mark.parametrize("dataset", [dataset for dataset in WORLD if dataset != "unit"])
def test_a_check_that_is_skipped_would_find_nothing(build, dataset, home_of_world, monkeypatch):
    """In a build of units and one other dataset."""
    monkeypatch.setenv("RONGHE_HOME", str(home_of_world))
    live = [batch for batch in live_batches(all_batches()) if batch.dataset in ("unit", dataset)]
    with duckdb.connect() as connection:
        create_tables(connection)
        fill_build(connection, live, "of one dataset")
        if not tables_with_rows(connection, INDEX_RECORDS):
            compute_indices(connection)  # is left out where it computes nothing
        filled = tables_with_rows(connection, CHECKED_TABLES)
        assert filled
        skipped = [name for name in check_names() if not may_find(model_sql(f"quality/{name}"), filled)]
        assert skipped
        for name in skipped:
            assert connection.execute(model_sql(f"quality/{name}")).fetchall() == [], name


@pytest.mark.parametrize("check", check_names())
def test_a_check_finds_what_is_wrong_and_nothing_else(build, check, monkeypatch):
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "of the tests")
    expected = []
    for unit, period, subject, *numbers in EXPECTED[check]:
        *before, last = (subject or "").split("MEMBER ")
        expected.append((unit, period, before[0] + pseudonym(last) if before else subject, *numbers))
    assert findings(build, check) == expected


def test_every_check_says_what_it_found_in_both_languages(build):
    rows = build.sql(SAID).pl()
    said = {key.removeprefix("quality.") for key in words() if key.startswith("quality.")}
    assert set(rows["check"]) == set(check_names()) == said
    for row in rows.iter_rows(named=True):
        for lang in ("zh", "en"):
            sentence = say(f"quality.{row['check']}", lang, **row | {"subject": spelled(row["subject"] or "", lang)})
            assert "None" not in sentence, sentence
            codes = ("index", "group", "list_kind", "star_reason", "source", "form_finding")
            assert not any(f"{code}." in sentence for code in codes)
        assert label("quality_check", row["check"]) != row["check"]
        assert label("severity", row["severity"]) != row["severity"]


def test_the_sentences_a_steward_reads(build):
    def sentence(check, lang):
        row = build.sql(f'{SAID} and "check" = ? order by subject', params=[check]).pl().row(0, named=True)
        return say(f"quality.{check}", lang, **row | {"subject": spelled(row["subject"] or "", lang)})

    assert sentence("star_differs", "zh") == (
        "市甲局 2024年支部 Z1 · 第一党支部 · 超出名额：上报 5 星，按分段、前置条件、名额、否决逐步核定为 4 星。"
        "请核对评定表；如有特批，请在备注中说明。"
    )
    assert sentence("channels_do_not_sum", "zh") == (
        "12345 2020年12月4日—12月11日 受理量：合计 13205，各渠道相加为 13203。数据按原文保留；请与发布单位核实。"
    )
    assert sentence("forms_stand_out", "zh") == (
        "survey_response-0.csv：30 份答卷中有 12 份在同一分钟内集中提交（每分钟10份以上），未剔除。"
        "满意率：全部答卷 73.3%，不计这些 55.6%。请向组织调查的部门核实这些答卷的来源。"
    )
    assert sentence("rate_jump", "en") == (
        "市甲局, 2024: a satisfaction rate of 60.00% after 90.09% the year before, more than sampling error. "
        "Check unit and scale; if it is true, tell the reader why."
    )


def test_a_finding_leads_back_to_its_row(build):
    place = """select quality_finding.source_sheet, quality_finding.source_row, batch.file, severity
        from quality_finding inner join batch using (batch_id) where "check" = ? order by all"""
    assert build.execute(place, ["star_differs"]).fetchall() == [("", 2, "branch_rating-0.csv", "warning")]
    assert build.execute(place, ["index_differs"]).fetchall() == [
        ("", 2, "index_score-0.csv", "warning"),
        ("", 4, "index_score-0.csv", "note"),  # parts are missing
    ]


def test_coverage_by_dataset_unit_and_year(build):
    rows = build.execute(
        """select dataset, year, rows_n, cast(latest_on as varchar) from coverage where unit_id = 'U1' order by all"""
    ).fetchall()
    assert rows == [
        ("appraisal", 2024, 2, None),
        ("branch_rating", 2024, 3, None),
        ("brand", 2022, 11, None),
        ("brand", 2023, 10, None),
        ("brand", 2024, 5, None),
        ("conduct_score", 2024, 4, None),
        ("hotline", 2022, 7, "2022-09-30"),
        ("index_score", 2024, 1, None),
        ("member_points", 2014, 1, None),
        ("member_points", 2024, 5, None),
        ("programme_project", 2023, 30, "2023-06-30"),
        ("programme_project", 2024, 32, "2024-09-30"),
        ("rectification_entry", 2024, 2, "2024-04-01"),
        ("rectification_item", 2024, 3, "2024-07-31"),
        ("service_rating", 2024, 1, "2024-03-01"),
        ("survey_count", 2023, 4, None),
        ("survey_count", 2024, 4, None),
    ]


def test_a_build_of_nothing_has_no_finding(fresh_home):
    etl.build()
    current = (build_folder() / "current").read_text()
    with duckdb.connect(str(build_folder() / f"{current}.duckdb"), read_only=True) as connection:
        for table in ("quality_finding", "coverage", "index_reconciled", "branch_star"):
            assert connection.sql(f"select count(*) from {table}").fetchall() == [(0,)]
