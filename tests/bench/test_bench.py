"""Every bench runs from end to end on a handful of rows; its figures are for whoever reads them."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import queries
from bench import aims
from bench.__main__ import PARTS
from bench.sent import COUNTED, PAGES

REPO = Path(__file__).parents[2]
SECONDS = r"\d+\.\d\d s"
RATIO = r"\d+\.\d"


def printed(*arguments: str) -> list[str]:
    """The lines of one part that was run once; what it said when it failed."""
    with tempfile.TemporaryDirectory() as folder:
        history = ["--history", str(Path(folder, "history.csv"))]
        run = [sys.executable, "-m", "bench", "--times", "1", *history, "--only", *arguments]
        done = subprocess.run(run, cwd=REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.splitlines()


def aims_of(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines before the table of aims, and the aims that it names."""
    at = lines.index("Aims of quickness")
    return lines[: at - 1], [line.strip() for line in lines[at + 2 :]]


def questions_of(lines: list[str]) -> set[str]:
    """The questions of a printed table; each has a time and a ratio, the reference's is 1."""
    header, reference, *questions = lines
    assert header.split() == ["question", "ms", "ratio"]
    assert reference.split()[-1] == "1.0"
    assert all(re.search(rf"{RATIO} +{RATIO}$", line) for line in questions)
    return {line.split()[0] for line in questions}


def loads_bare(lines: list[str], first: str) -> None:
    title, header, row = lines[1:4]
    assert title.startswith("Loading ") and header.split()[:2] == ["file", "rows/s"]
    assert row.split()[0] == first
    assert re.search(rf"{SECONDS} +{SECONDS} +{RATIO} +{RATIO} +\d+ MB +\d+ MB$", row)


def test_a_load_is_compared_with_the_bare_reading():
    loads_bare(printed("load", "--rows", "2000"), "csv")


def test_a_workbook_is_compared_with_the_bare_reading():
    loads_bare(printed("workbook", "--sheet", "50"), "xlsx")


def test_one_more_batch_is_compared_with_the_first():
    *progress, title, header, first, second = printed("growth", "--already", "300", "--already", "200")
    assert [line.split(" answers")[0].strip() for line in progress if "loaded" in line] == ["200", "300"]
    assert title.startswith("A batch of 1,000 answers more") and header.split()[:2] == ["answers", "before"]
    assert first.split()[0] == "200" and first.split()[3] == "1.00"
    assert second.split()[0] == "300"


def test_every_procedure_of_inference_is_compared_with_a_bare_group_by():
    title, header, reference, *procedures = printed("inference")[1:]
    assert title.startswith("Inference for 100 units") and header.split() == ["procedure", "ms", "ratio"]
    assert reference.split()[-1] == "1.0" and len(procedures) >= 9


def test_every_question_is_compared_with_a_bare_group_by(demo_home):
    lines, named = aims_of(printed("questions"))
    assert [aim.split("  ")[0] for aim in named] == ["slowest question", "slowest question, ms"]
    title, *table = lines[1:]
    assert title.startswith("Questions on the published build (")
    assert questions_of(table) == set(queries.NAMES)


def test_every_question_is_asked_of_many_answers_more(demo_home):
    before = sorted((demo_home / "builds").iterdir())
    title, *table = printed("many", "--rows", "2000")[1:]
    assert title.startswith("Questions on the published build and 2,000 answers more")
    assert questions_of(table) == set(queries.NAMES)
    assert sorted((demo_home / "builds").iterdir()) == before


@pytest.mark.browser
def test_a_change_of_the_page_is_compared_with_an_empty_page(demo_home):
    lines, named = aims_of(printed("page"))
    assert len(named) == 9 and all(re.search(r"(met|missed) +-$", aim) for aim in named)
    title, header, *rows = lines[1:]
    assert title.startswith("Filter change to drawn page in Chromium") and header.split()[0] == "page"
    times = [re.search(rf" (\d+) +\d+ +({RATIO}) +{RATIO}$", row) for row in rows]
    assert len(times) == 11 and all(times)
    assert all(int(found[1]) > 0 for found in times if found)
    assert times[0] and times[0][2] == "1.0"


def test_what_pages_send_is_counted(demo_home):
    title, header, *rows = printed("sent")[1:]
    assert title == "Sent by a page" and header.split()[-5:] == list(COUNTED)
    assert len(rows) == 3 * len(PAGES)
    assert all(re.search(r"( +[\d,]+){5}$", row) for row in rows)


def test_many_readers_at_once_are_timed_and_weighed(demo_home):
    lines, named = aims_of(printed("crowd", "--readers", "3"))
    title, header, *rows = lines[1:]
    assert title.startswith("3 readers change the overview's filter at once") and header.split()[0] == "what"
    assert rows[0].strip().startswith("3 at once, last answer") and len(rows) == 6
    assert [aim.split("  ")[0] for aim in named] == ["memory a session", "resident memory"]


def test_a_short_soak_leaves_no_error(demo_home):
    title, header, *rows = printed("soak", "--sessions", "2", "--minutes", "0.1")[1:]
    assert title.startswith("Memory of 2 sessions over 0.1 minutes") and header.split() == ["after", "MB"]
    assert len(rows) == 5


def test_the_history_keeps_what_was_measured_and_a_later_run_is_compared_with_it(tmp_path, capsys):
    history = tmp_path / "history.csv"
    for value in (2.0, 4.0):
        aims.print_aims({"first view": value, "one alone": 0.1}, history)
    first, second = capsys.readouterr().out.split("Aims of quickness")[1:]
    assert re.search(r"first view +2.00 +1.50 +s +missed +-", first)
    assert re.search(r"first view +4.00 +1.50 +s +missed +2.00", second)
    assert len(history.read_text(encoding="utf-8").splitlines()) == 5


def test_pictures_of_each_form_are_timed(demo_home):
    title, header, first, *forms = printed("pictures")[1:]
    assert title.startswith("Pictures of 1920x1080") and header.split() == ["pictures", "exhibits", "ms", "longest"]
    assert first.startswith("  first, with the browser")
    assert [row.split()[0] for row in forms] == ["png", "svg", "pdf"]
    assert all(int(row.split()[2]) > 0 for row in forms)


def test_decks_and_documents_are_timed(demo_home):
    lines, named = aims_of(printed("decks"))
    title, header, *files = lines[1:]
    assert title == "Files of 20 exhibits, median of 1" and header.split() == ["file", "ms", "size"]
    assert [row.split()[0] for row in files] == ["deck", "document"]
    assert [aim.split("  ")[0] for aim in named] == ["deck of 20 exhibits", "document of 20 exhibits"]


def test_engines_are_compared_with_the_bare_grouping():
    title, header, bare, *engines = printed("engines", "--rows", "2000")[1:]
    assert title.startswith("Aggregating 2,000 answers in Parquet") and header.split()[0] == "engine"
    assert bare.strip().startswith("(bare DuckDB)")
    assert [row.split()[0] for row in engines] == ["duckdb", "spark", "clickhouse"]
    assert all(re.search(rf"{RATIO} s +{RATIO} +{RATIO} s +[\d,]+ MB ", row) for row in engines)
    assert " MB " in engines[1][-20:] and engines[1].endswith("kB")  # bytes have moved


def test_questions_are_timed_by_the_number_of_cells():
    title, header, *rows = printed("serving", "--rows", "2000")[1:]
    assert title.startswith("Questions by the number of cells") and header.split()[:3] == ["units", "x", "years"]
    assert len(rows) == 6
    assert all(re.search(rf"( +[\d,]+){{2}}( +{RATIO}){{3}}$", row) for row in rows)


def test_no_part_of_the_bench_is_left_out():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [part for part in PARTS if f'printed("{part}"' not in text] == []
