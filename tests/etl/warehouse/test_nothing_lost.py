"""What a load would change is said before it does; what it did can be undone; every figure leads to its rows."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import openpyxl
import pytest

import etl
from etl.warehouse import batches
from etl.warehouse.revisions import compare_builds
from tests.etl.unsuppressed_trace import trace_unsuppressed
from tests.etl.workbooks import ANSWER_COLUMNS, ITEM_COLUMNS, answers, asked, environment, files_below, sent, units

REPO = Path(__file__).parents[3]
ANSWERS = "select survey_year, current_unit_id, answer, sum(n) from survey_answer group by all order by all"

FORMS = [(f"f{at}", "C", "satisfied") for at in range(19)] + [("f19", "C", "dissatisfied")]


@pytest.fixture
def loaded(home_after, tmp_path) -> Path:
    """Units, and 20 answers of 2019: 19 satisfied, one not."""
    home_after("20 answers", lambda folder: etl.load([*units(folder), answers(folder, "2019.csv", *FORMS)]))
    return tmp_path


def command(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "etl", *arguments]
    return subprocess.run(run, cwd=REPO, env=environment(home), capture_output=True, text=True)


# --- what would change ----------------------------------------------------------------------------------------------


MORE = [(f"g{at}", "C", "dissatisfied") for at in range(12)]


def test_a_preview_names_the_figures_that_would_change_and_changes_nothing(loaded, fresh_home):
    more = answers(loaded, "补.csv", *MORE)
    before = files_below(fresh_home)
    change = etl.preview([more]).change
    assert change.revisions["message_zh"].to_list() == [
        "2019 · 全市 · 满意率（三档）：95.00%（19/20） → 59.38%（19/32）",
        "2019 · 市教育局 · 满意率（三档）：95.00%（19/20） → 59.38%（19/32）",
    ]
    assert change.counts.filter(dataset="survey_answer").rows() == [("survey_answer", 20, 32)]
    assert change.asks == ()
    assert files_below(fresh_home) == before


def test_a_new_year_revises_nothing(loaded):
    assert etl.preview([answers(loaded, "2020.csv", ("h1", "C", "satisfied", 2020))]).change.revisions.is_empty()


def test_the_last_digits_of_a_sum_are_no_revision(loaded, fresh_home):
    build = next((fresh_home / "builds").glob("*.duckdb"))
    for added, revised in ((1e-12, 0), (1e-3, 2)):
        other = loaded / f"{added}.duckdb"
        shutil.copy(build, other)
        with duckdb.connect(str(other)) as connection:
            connection.execute("update figure set numerator = numerator + ? where numerator is not null", [added])
        assert compare_builds(build, other).revisions.height == revised


def test_the_command_says_what_it_revises_and_the_log_keeps_it(loaded, fresh_home):
    said = command(fresh_home, "load", str(answers(loaded, "补.csv", *MORE)))
    assert "This changes 2 published figures:" in said.stdout
    assert "2019 · whole city · satisfaction rate (three-box): 95.00 % (19/20) → 59.38 % (19/32)" in said.stdout
    event = etl.events()[0]
    assert event["revised"][1]["message_zh"].endswith("95.00%（19/20） → 59.38%（19/32）")
    assert (event["action"], event["revised_n"], event["build"]) == ("load", 2, etl.builds()[0]["id"])


def test_a_load_that_loses_rows_asks_first(loaded, fresh_home):
    """A unit that loses its name takes the answers given under it along, once the same bytes are judged again."""
    items = [["under_lamp", f"K{at}", "", "C", "2019-01-05", "", "", ""] for at in range(10)]
    ledger = sent(loaded, "台账.csv", [ITEM_COLUMNS, *([*row[:3], "市教育局", *row[4:]] for row in items)])
    etl.load([ledger])
    renamed = sent(loaded, "units2.csv", [["unit_id", "unit"], ["C", "市教育体育局"]])
    old = asked("select count(*) from rectification_episode")
    report = etl.load([renamed, ledger])
    assert report.unconfirmed and report.exit_code == 2
    assert [ask["zh"] for ask in report.change.asks] == ["“整改台账”的行数将从 10 降到 0。"]
    assert asked("select count(*) from rectification_episode") == old == [(10,)]
    said = command(fresh_home, "load", str(renamed), str(ledger))
    assert said.returncode == 2
    assert "“Rectification ledger” would fall from 10 to 0 rows." in said.stdout
    assert "Nothing was changed. Check it, then confirm: add --yes" in said.stdout
    assert command(fresh_home, "load", "--yes", str(renamed), str(ledger)).returncode == 1
    assert asked("select count(*) from rectification_episode") == [(0,)]


def test_new_changed_and_repeated_rows_are_told_apart(loaded):
    many = [(f"f{at}", "C", "satisfied") for at in range(19)] + [(f"e{at}", "C", "satisfied") for at in range(31)]
    etl.load([answers(loaded, "many.csv", *many)])
    again = [(form, unit, "basically_satisfied" if at < 12 else answer) for at, (form, unit, answer) in enumerate(many)]
    (file,) = etl.load([answers(loaded, "again.csv", *again, ("n1", "C", "satisfied"))]).files
    assert (file.accepted, file.revised, file.repeated) == (51, 24, 45)  # 19 of them are in two earlier batches


def test_a_guess_at_what_is_there_is_not_answered(loaded):
    """Whether few rows are the same as before, differ, or are new cannot be told apart."""
    told = set()
    for name, answer, form in (
        ("right", "satisfied", "f0"),
        ("wrong", "dissatisfied", "f0"),
        ("new", "satisfied", "x"),
    ):
        (file,) = etl.preview([answers(loaded, f"{name}.csv", (form, "C", answer))]).files
        told.add((file.accepted, file.revised, file.repeated))
    assert told == {(1, None, None)}


# --- faults that came back corrected --------------------------------------------------------------------------------


def test_the_corrected_workbook_settles_the_faults_of_the_first(loaded):
    bad = answers(loaded, "报送.csv", ("x1", "C", "satisfied"), ("x2", "南城", "satisfied"))
    etl.load([bad])
    assert asked("select count(*) from rejected_row") == [(1,)]
    etl.load([answers(loaded, "报送.csv", ("x1", "C", "satisfied"), ("x2", "C", "satisfied"))])
    assert asked("select count(*) from rejected_row") == [(0,)]
    assert len([batch for batch in etl.history() if batch["file"] == "报送.csv"]) == 2


def test_another_file_of_the_same_name_settles_nothing(loaded):
    etl.load([answers(loaded, "报送.csv", ("x2", "南城", "satisfied"), ("x1", "C", "satisfied"))])
    etl.load([answers(loaded, "报送.csv", ("y1", "C", "satisfied"))])
    assert asked("select count(*) from rejected_row") == [(1,)]


# --- back again -----------------------------------------------------------------------------------------------------


def test_rolled_back_the_figures_are_as_before_and_stay_so(loaded, fresh_home):
    old, first = asked(ANSWERS), etl.builds()[0]["id"]
    report = etl.load([answers(loaded, "补.csv", ("g1", "C", "dissatisfied"))])
    (added,) = etl.builds()[0]["added"]
    assert etl.preview_rollback(first).revisions.height == 2
    assert command(fresh_home, "rollback", first).stdout == f"Back to build {first}\n"
    assert asked(ANSWERS) == old
    states = {batch["batch_id"]: batch["state"] for batch in etl.history()}
    assert states[added] == "withdrawn"
    etl.load([answers(loaded, "2020.csv", ("h1", "C", "satisfied", 2020))])
    assert [row for row in asked(ANSWERS) if row[0] == 2019] == old
    etl.rollback(report.build_id)
    assert {batch["state"] for batch in etl.history() if batch["batch_id"] == added} == {"live"}
    assert (2019, "C", "dissatisfied", 2) in asked(ANSWERS)
    assert [event["action"] for event in etl.events()][:2] == ["rollback", "load"]


def test_a_rejudged_workbook_is_undone_too(loaded):
    bad = answers(loaded, "报送.csv", ("x1", "C", "satisfied"), ("x2", "南城", "satisfied"))
    before = etl.load([bad]).build_id
    etl.load([sent(loaded, "units3.csv", [["unit_id", "unit"], ["S", "南城"]]), bad])
    assert asked("select count(*) from rejected_row") == [(0,)]
    etl.rollback(before)
    assert asked("select count(*) from rejected_row") == [(1,)]
    assert [batch.batch_id for batch in batches.live_batches(batches.all_batches()) if batch.file == "报送.csv"] == [
        "000004-survey_response-" + etl.history()[-4]["outcome"][:8]
    ]


def test_only_a_kept_build_can_be_gone_back_to(loaded, fresh_home):
    said = command(fresh_home, "rollback", "abc")
    assert said.returncode == 2
    assert said.stderr == "Build “abc” is not kept. `python -m etl history --builds` lists those that are.\n"


def test_an_interrupted_rollback_is_completed_by_the_next_load(loaded, fresh_home):
    old, first = asked(ANSWERS), etl.builds()[0]["id"]
    etl.load([answers(loaded, "补.csv", ("g1", "C", "dissatisfied"))])
    (fresh_home / "rollback.json").write_text(json.dumps({"build": first}))
    etl.load([answers(loaded, "2020.csv", ("h1", "C", "satisfied", 2020))])
    assert [row for row in asked(ANSWERS) if row[0] == 2019] == old
    assert not (fresh_home / "rollback.json").exists()


def test_a_log_line_cut_short_is_no_harm(loaded, fresh_home):
    with (fresh_home / "events.jsonl").open("a") as log:
        log.write('{"at": "2026-')
    assert [event["action"] for event in etl.events()] == ["load"]
    batch = etl.load([answers(loaded, "2020.csv", ("h1", "C", "satisfied", 2020))]).files[0].batch_id
    etl.withdraw(batch)
    assert [(event["action"], event["batches"][-1]) for event in etl.events()][:2] == [
        ("withdraw", batch),
        ("load", batch),
    ]


# --- from a figure to its rows --------------------------------------------------------------------------------------


def test_a_figure_leads_to_the_rows_that_were_counted(loaded, fresh_home):
    etl.load([answers(loaded, "again.csv", ("f0", "C", "basically_satisfied"), ("n1", "C", "satisfied"))])
    rows = trace_unsuppressed("survey", year=2019, unit="市教育局").rows
    assert rows.height == 21 == asked("select sum(n) from survey_answer where survey_year = 2019")[0][0]
    assert rows.filter(form_id="f0").select("file", "source_row", "answer").rows() == [
        ("again.csv", 2, "basically_satisfied")
    ]
    assert trace_unsuppressed("survey_response", answer="dissatisfied").rows.select("file", "source_row").rows() == [
        ("2019.csv", 21)
    ]


def test_mergers_are_followed(loaded):
    etl.load([answers(loaded, "2018.csv", ("a", "A1", "satisfied", 2018), ("b", "A2", "satisfied", 2018))])
    assert trace_unsuppressed("survey_response", unit="市市场监督管理局").rows.height == 2


def test_the_command_copies_the_workbooks(loaded, fresh_home):
    out = loaded / "out"
    said = command(fresh_home, "trace", "survey_response", "--set", "year=2019", "--limit", "3", "-o", str(out))
    assert said.stdout.endswith("3 rows from 1 file\n")
    (copied,) = out.iterdir()
    assert copied.read_bytes() == answers(loaded, "2019.csv", *FORMS).read_bytes()
    header = ", ".join(("survey_year", "wave", "form_id", "unit_id", "item", "group", "channel"))
    wrong = command(fresh_home, "trace", "survey_response", "--set", "colour=red")
    assert wrong.stderr.startswith("“survey_response” has no column “colour”. Allowed: " + header.replace(", ", " "))
    assert ANSWER_COLUMNS[0] in header


def test_a_record_of_a_wide_row_is_led_back_to_its_own_cells(demo_home):
    record = trace_unsuppressed("survey", 1, year=2020, item="attitude").rows.row(0, named=True)
    assert record["file"].endswith("2020年度满意度答卷.xlsx")
    place = record["batch_id"], record["source_sheet"], record["source_row"]
    cells = dict(etl.cells_of_row(*place, record).select("ours", "cell").iter_rows())
    header = openpyxl.load_workbook(etl.original_workbook(record["batch_id"]), read_only=True).worksheets[0]
    named = {cell.value: cell.column_letter for row in header.iter_rows(max_row=3) for cell in row if cell.value}
    assert cells["answer"] == cells["item"] == f"{named['服务态度']}{record['source_row']}"
    every = etl.cells_of_row(*place).filter(ours="answer")
    assert every.height > 1


def test_the_cells_that_a_batch_corrects_are_named_but_none_of_answers(loaded):
    ledger = [["under_lamp", f"K{at}", "", "C", "2019-01-05", "2019-06-30", "", ""] for at in range(2)]
    etl.load(
        [sent(loaded, "台账.csv", [ITEM_COLUMNS, *ledger]), answers(loaded, "改.csv", ("f0", "C", "dissatisfied"))]
    )
    of_answers = etl.history()[0]["batch_id"]
    assert "survey_response" in of_answers and etl.corrections(of_answers, 10).is_empty()
    ledger[1][5] = "2019-07-31"
    etl.load([sent(loaded, "更正.csv", [ITEM_COLUMNS, *ledger])])
    (cell,) = etl.corrections(etl.history()[0]["batch_id"], 10).filter(column="due_on").to_dicts()
    assert (cell["source_row"], cell["column"]) == (3, "due_on")
    assert (cell["cell_before"], cell["cell_after"]) == ("2019-06-30", "2019-07-31")
