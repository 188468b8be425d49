"""The benches run from end to end on a handful of rows; their figures are for whoever reads them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import queries

REPO = Path(__file__).parents[2]


def printed(*arguments: str) -> list[str]:
    run = [sys.executable, "-m", "bench", "--times", "1", *arguments]
    return subprocess.run(run, cwd=REPO, capture_output=True, text=True, check=True).stdout.splitlines()


@pytest.mark.parametrize(
    ("part", "first"), [(("load", "--rows", "2000"), "csv"), (("workbook", "--sheet", "50"), "xlsx")]
)
def test_a_load_is_compared_with_the_bare_reading(part, first):
    title, header, row = printed("--only", *part)[1:4]
    assert title.startswith("Loading ") and header.split()[:2] == ["file", "rows/s"]
    assert row.split()[0] == first
    assert re.search(r"\d+\.\d\d s +\d+\.\d\d s +\d+\.\d +\d+\.\d +\d+ MB +\d+ MB$", row)


@pytest.mark.slow
def test_one_more_batch_is_compared_with_the_first():
    *progress, title, header, first, second = printed("--only", "growth", "--already", "300", "--already", "200")
    assert [line.split(" answers")[0].strip() for line in progress if "loaded" in line] == ["200", "300"]
    assert title.startswith("A batch of 1,000 answers more") and header.split()[:2] == ["answers", "before"]
    assert first.split()[0] == "200" and first.split()[3] == "1.00"
    assert second.split()[0] == "300"


def test_every_procedure_is_compared_with_a_bare_group_by():
    title, header, reference, *procedures = printed("--only", "inference")[1:]
    assert title.startswith("Inference for 100 units") and header.split() == ["procedure", "ms", "ratio"]
    assert reference.split()[-1] == "1.0" and len(procedures) >= 9


@pytest.mark.slow
def test_every_question_is_compared_with_a_bare_group_by():
    title, header, reference, *questions = printed("--only", "many", "--rows", "2000")[1:]
    assert "2,000 answers more" in title and header.split() == ["question", "ms", "ratio"]
    assert reference.split()[-1] == "1.0"
    assert {line.split()[0] for line in questions} == set(queries.NAMES)
