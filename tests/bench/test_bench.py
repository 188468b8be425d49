"""Every bench runs from end to end on a handful of rows; its figures are for whoever reads them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import queries
from bench.__main__ import PARTS

REPO = Path(__file__).parents[2]
SECONDS = r"\d+\.\d\d s"
RATIO = r"\d+\.\d"


def printed(*arguments: str) -> list[str]:
    """The lines of one part that was run once; what it said when it failed."""
    run = [sys.executable, "-m", "bench", "--times", "1", "--only", *arguments]
    done = subprocess.run(run, cwd=REPO, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


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
    title, *table = printed("questions")[1:]
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
    title, header, *rows = printed("page")[1:]
    assert title.startswith("Filter change to drawn charts in Chromium") and header.split()[0] == "page"
    times = [re.search(rf" (\d+) +\d+ +({RATIO}) +{RATIO}$", row) for row in rows]
    assert len(times) == 3 and all(times)
    assert all(int(found[1]) > 0 for found in times if found)
    assert times[0] and times[0][2] == "1.0"


def test_pictures_of_each_form_are_timed(demo_home):
    title, header, first, *forms = printed("pictures")[1:]
    assert title.startswith("Pictures of 1920x1080") and header.split() == ["pictures", "exhibits", "ms", "longest"]
    assert first.startswith("  first, with the browser")
    assert [row.split()[0] for row in forms] == ["png", "svg", "pdf"]
    assert all(int(row.split()[2]) > 0 for row in forms)


def test_no_part_of_the_bench_is_left_out():
    text = Path(__file__).read_text(encoding="utf-8")
    assert [part for part in PARTS if f'printed("{part}"' not in text] == []
