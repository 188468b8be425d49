"""The steward's other ways: undo a load, go back to a build, look for faults, lead a figure back to its cells."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import etl
import queries
import shell
from exhibits import CATALOGUE, Selection
from shell.trace_link import parse_trace_link, trace_link
from tests.etl.small_city import ANSWERS, counts, directory
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import ITEM_COLUMNS, answers, sent, units
from tests.pages import told_parts
from tests.pages.told_parts import ticked, told_tables
from words import LANGUAGES, say

REPO = Path(__file__).parents[2]
# Of the items that they are led back to, the first counts those still open, the second each opening and re-opening, the
# others those ever closed; a change is led back to the answers of all years chosen.
COUNT_OTHERWISE = (
    "satisfaction_decomposition",
    *("rectification_ageing", "rectification_backlog"),
    *("rectification_quality", "rectification_reopening"),
    *("composite_scores", "index_correlation", "linkage", "coupling"),
    # Organisations, awards, brands of several years.
    *("brand_coverage", "brand_gaps", "brand_awards", "brand_winners"),
    # Members, whose records are entries; branches of the last year, led back to those of all years shown.
    *("member_points", "member_points_bands", "member_points_items"),
    *("branch_stars", "branch_star_quota", "branch_star_moves", "branch_lagging"),
    # Persons or votes of the last year; items of the ledger that follow an appraisal.
    *("appraisal_grades", "appraisal_groups", "appraisal_ballots", "appraisal_followup", "appraisal_items"),
    # Actions that are due; promises, of all questions.
    *("duty_coverage", "inquiry_promises", "inquiry_by_unit"),
)

# A unit of the same class: A01 leads no project, rates no service at its windows and keeps no ledger of points.
WITH_RECORDS, NOT_OF_EVERY_UNIT = "A21", ("programme_", "service_", "bad_rating", "member_points", "unit_systems")

TRACEABLE = [name for name, spec in CATALOGUE.items() if spec.source_records]


def opened(page: str, **address: str) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run().switch_page(f"pages/stewards/{page}.py").run()


def pressed(app: AppTest, label: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == label]
    return button.click().run()


def told(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.success, app.error)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


@pytest.fixture
def two_loads(home_after) -> Path:
    """Twenty answers of 2019, and twelve more in a load of their own."""

    def load(folder: Path) -> None:
        forms = [(f"f{at}", "C", "satisfied") for at in range(19)] + [("f19", "C", "dissatisfied")]
        etl.load([*units(folder), answers(folder, "2019.csv", *forms)])
        etl.load([answers(folder, "more.csv", *((f"g{at}", "C", "dissatisfied") for at in range(12)))], by="李四")

    return home_after("two loads", load)


def test_a_batch_is_withdrawn_after_its_change_was_shown(two_loads):
    app = ticked(opened("history"), "batches-", 0)
    assert "**more.csv**" in told(app)
    app = pressed(app, say("pages.history.withdraw", "zh"))
    assert "59.38%（19/32） → 95.00%（19/20）" in told(app).replace("\\", "")
    assert etl.history()[0]["state"] == "live"
    app = pressed(app, say("pages.history.do", "zh", what=say("pages.history.withdraw", "zh")))
    assert not app.exception
    assert etl.history()[0]["state"] == "withdrawn"
    assert "已撤回《more" in app.success[0].value


def test_an_earlier_build_is_put_in_force_again(two_loads):
    old = etl.builds()[1]["id"]
    app = ticked(opened("history"), "builds", 1)
    app = pressed(app, say("pages.history.rollback", "zh", build=old))
    app = pressed(app, say("pages.history.do", "zh", what=say("pages.history.rollback", "zh", build=old)))
    assert not app.exception
    assert queries.build_id() == old
    assert old in app.success[0].value


def test_leaving_it_changes_nothing(two_loads):
    before = queries.build_id()
    app = pressed(ticked(opened("history"), "batches-", 0), say("pages.history.withdraw", "zh"))
    app = pressed(app, say("pages.history.leave", "zh"))
    assert say("pages.history.leave", "zh") not in [button.label for button in app.button]
    assert queries.build_id() == before


def test_a_batch_that_others_need_is_not_withdrawn_and_the_reason_is_told(two_loads):
    directory = next(at for at, batch in enumerate(etl.history()) if batch["dataset"] == "unit")
    before = queries.build_id()
    app = pressed(ticked(opened("history"), "batches-", directory), say("pages.history.withdraw", "zh"))
    assert len(app.error) == 1
    assert queries.build_id() == before


def test_events_name_who_did_what_and_what_it_revised(two_loads):
    app = opened("history")
    assert told_tables(app)[-1].row(0)[1:5] == ("李四", "导入", "1", "2")
    said = told(ticked(app, "events", 0)).replace("\\", "")
    assert say("stewards.revises", "zh", n=2) in said
    assert "95.00%（19/20） → 59.38%（19/32）" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_finding_and_a_rejected_row_are_found_on_the_quality_page(lang, demo_home):
    app = opened("quality", lang=lang)
    assert not app.exception
    faults = queries.ask("rejected_rows")
    app.selectbox(key="batch_id").select(faults["batch_id"][0]).run()
    assert not app.exception
    assert say("stewards.annotated", lang) in [button.label for button in app.get("download_button")]


@pytest.mark.parametrize("check", ["index_differs", "appraisal_ballots"])
def test_the_row_of_a_finding_about_a_person_is_not_shown(check, demo_home):
    findings = queries.ask("quality_findings")
    at = next(
        no for no, row in enumerate(findings.iter_rows(named=True)) if row["check"] == check and row["suppressed"]
    )
    before = opened("quality")
    app = ticked(before, "findings", at)
    assert not app.exception
    assert say("pages.quality.row_not_shown", "zh") in told(app)
    assert say("stewards.original", "zh", file=findings["file"][at])[:8] in "".join(
        button.label for button in app.get("download_button")
    )


def test_the_link_to_a_trace_is_read_back():
    chosen = Selection(year_from=2019, units=("A", "B"), unit_class=("party_mass",), lang="en")
    assert parse_trace_link(trace_link("satisfaction_trend", chosen), "en") == ("satisfaction_trend", chosen)
    for nonsense in ("", "exhibit=nothing", "exhibit=satisfaction_trend&nonsense=1", "exhibit=loaded_batches"):
        assert parse_trace_link(nonsense, "zh") is None


def test_the_button_below_a_chart_leads_to_its_records(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).run()
    app.switch_page("pages/analysts/satisfaction.py").run()
    finding = told_parts.told_parts(app)[0]["finding"]
    told_parts.pressed(app, "trace-satisfaction_trend")
    assert not app.exception
    assert app.title[0].value == say("pages.trace.title", "zh")
    assert f"### {shell.plain(finding)}" in [each.value for each in app.markdown]


@pytest.mark.parametrize("name", TRACEABLE)
@pytest.mark.parametrize("units", [(), ("A01",)], ids=["a class", "a unit"])
def test_the_records_behind_an_exhibit_are_those_it_counts(name, units, demo_home):
    """The n below the exhibit is the n of the rows that it is led back to, also where it shows the last year only."""
    if units and name.startswith(NOT_OF_EVERY_UNIT):
        units = (WITH_RECORDS,)
    chosen = Selection(unit_class=("service_heavy",), units=units, index=("pioneer",))
    shown = shell.exhibit(name, chosen)
    (records, filters), *_ = [
        (records, filters)
        for records in CATALOGUE[name].source_records
        if (filters := records.filters(chosen, shown.frame)) is not None
    ]
    whole = trace_unsuppressed(records.dataset, 10, **filters)
    assert whole.n > 0 and whole.rows.height > 0
    told = etl.trace(records.dataset, 10, **filters)
    assert told.n in (None, whole.n) and told.files["file"].equals(whole.files["file"])
    counted = re.search(r"n=(\d+)", shown.footer)
    if name in COUNT_OTHERWISE or records.dataset in ("opinion", "hotline") or not counted:
        return
    if "suppressed" in shown.frame.columns and shown.frame["suppressed"].any():  # what is hidden is not counted there
        assert int(counted[1]) <= whole.n
    else:
        assert int(counted[1]) == whole.n


@pytest.mark.parametrize("name", TRACEABLE)
def test_every_dataset_that_an_exhibit_rests_on_is_shown(name, demo_home):
    for records in CATALOGUE[name].source_records:
        app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).switch_page("pages/stewards/trace.py")
        app.session_state["traced"] = trace_link(name, Selection(year_from=2024))
        app.session_state["source_dataset"] = records.dataset
        app.run()
        assert app.title[0].value == say("pages.trace.title", "zh")
        assert not app.exception
        assert told_tables(app) or app.info


def test_an_exhibit_is_chosen_by_its_name(demo_home):
    app = opened("trace")
    app.selectbox(key="which").select("coupling").run()
    assert not app.exception
    assert told_tables(app)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_of_a_hidden_unit_the_page_shows_files_and_sheets_and_says_why_no_rows(lang, fresh_home, tmp_path):
    etl.load([directory(tmp_path), counts(tmp_path, "全市.csv", ANSWERS)])
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    app.session_state["traced"] = trace_link("satisfaction_trend", Selection(units=("T6",), lang=lang))
    app = app.switch_page("pages/stewards/trace.py").run()
    assert not app.exception
    (files,) = told_tables(app)
    assert files.row(0)[0] == "全市.csv"
    assert say("warehouse.withheld.small", lang) in told(app)
    assert not re.search(r"n ?= ?\d", told(app))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_row_is_led_back_to_its_cells(lang, demo_home):
    link = trace_link("rectification_summary", Selection(year_from=2024, year_to=2024))
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120)
    app.query_params["lang"] = lang
    app.run()
    app.session_state["traced"] = link
    app = app.switch_page("pages/stewards/trace.py").run()
    assert not app.exception
    files, rows = told_tables(app)[:2]
    assert files.shape[0] >= 1 and rows.shape[0] > 100
    app = ticked(app, "rows-rectification_item", 0)
    assert not app.exception
    cells = told_tables(app)[2]
    assert all(str(place)[0].isalpha() for place in cells[:, 0])


def test_a_batch_shows_which_cells_it_corrected(fresh_home, tmp_path):
    items = [["under_lamp", "K1", "", "C", "2019-01-05", "2019-06-30", "", ""]]
    etl.load([*units(tmp_path), sent(tmp_path, "台账.csv", [ITEM_COLUMNS, *items])])
    etl.load([sent(tmp_path, "改.csv", [ITEM_COLUMNS, [*items[0][:3], "B", *items[0][4:]]])])
    app = ticked(opened("history"), "batches-", 0)
    app.session_state[f"corrected-{etl.history()[0]['batch_id']}"] = True
    app.run()
    assert not app.exception
    (cells,) = [rows for rows in told_tables(app) if "原值" in rows.columns]
    assert cells.row(0)[-3:] == ("责任单位", "C", "B")


def test_which_answers_a_batch_corrected_is_not_shown_and_said_so(fresh_home, tmp_path):
    etl.load([*units(tmp_path), answers(tmp_path, "2019.csv", ("f0", "C", "satisfied"))])
    etl.load([answers(tmp_path, "改.csv", ("f0", "C", "dissatisfied"))])
    app = ticked(opened("history"), "batches-", 0)
    assert not app.exception
    assert say("pages.history.rows_not_shown", "zh") in told(app)
    assert say("stewards.not_shown", "zh") in told(app)
    assert say("pages.history.revises_few", "zh", file="2019.csv") in told(app).replace("\\", "")
    batches = told_tables(app)[0]
    assert batches.row(0).count("–") >= 3  # rows read, accepted, revised
