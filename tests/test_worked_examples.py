"""The worked examples of docs/architecture can fail: they are followed in a copy of the repository, block by block."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from pptx import Presentation

REPO = Path(__file__).parents[1]
PAGES = [REPO / "docs" / name for name in ("architecture.md", "architecture.zh.md")]
# What the page's own figures are made of, worked by hand from the rows that it shows: unit → satisfied, valid answers.
ANSWERS = {"X1": (24 + 26, 24 + 26 + 10), "X2": (30 + 25, 30 + 25 + 5), "X3": (20 + 28, 20 + 28 + 12)}
OPEN = {"service_heavy": (2, 1), "service_light": (3, 1)}  # class → open items, overdue ones of them
VISITS_OF_X1 = [("Z-1", 2), ("Z-2", 0)]
END = "\x1e"  # after what a command has printed
EACH = f"""
import json, runpy, sys
for module, *arguments in json.loads(sys.argv[1]):
    sys.argv[1:] = arguments
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if ended.code:
            raise
    print(end={END!r}, flush=True)
"""
OPENED = """
import json

from streamlit.testing.v1 import AppTest

page = AppTest.from_file("app.py", default_timeout=60).run()
page.switch_page("pages/analysts/rectification.py").run()
assert not page.exception, page.exception
told = [json.loads(part.proto.bytes) for part in page.get("bidi_component")]
print(*(part.get("finding", "") for part in told), sep="\\n")
"""


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that its first line names (none of a console), whether it is added to the
    end of that file, and the rest of it."""

    language: str
    file: str
    added: bool
    body: str


@dataclass(frozen=True)
class Followed:
    """The copy in which the page was followed, and what each of its commands printed."""

    copy: Path
    printed: dict[str, str]


def blocks(page: Path) -> list[Block]:
    fenced = re.findall(r"^```(\w+)\n(.*?)^```$", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [block(language, text) for language, text in fenced]


def block(language: str, text: str) -> Block:
    if language == "console":
        return Block(language, "", False, text)
    first, _, body = text.partition("\n")
    label = re.fullmatch(r"(?:#|--) (added to )?(\S+)", first)
    assert label, f"the first line names no file: {first}"
    return Block(language, label[2], bool(label[1]), body)


def patched(text: str, diff: str) -> str:
    """A text with each part of a diff put in; the lines beside it must be there once."""
    for part in re.split(r"^@@.*\n", diff, flags=re.MULTILINE):
        before, after = (
            "\n" + "".join(f"{line[1:]}\n" for line in part.splitlines() if line[:1] in kept) for kept in (" -", " +")
        )
        assert f"\n{text}".count(before) == 1, f"not there, or there twice:{before}"
        text = f"\n{text}".replace(before, after)[1:]
    return text


def write(copy: Path, written: Block) -> None:
    file = copy / written.file
    if written.language == "diff":
        file.write_text(patched(file.read_text(encoding="utf-8"), written.body), encoding="utf-8")
    elif written.added:
        file.write_text(file.read_text(encoding="utf-8") + written.body, encoding="utf-8")
    else:
        assert not file.exists(), f"{written.file} is there already"
        file.write_text(written.body, encoding="utf-8")


def run(copy: Path, commands: list[str]) -> list[str]:
    """What each of the commands prints in the copy; a process for all of them, since starting one takes longest."""
    asked = []
    for command in commands:
        python, option, module, *arguments = command.split()
        assert (python, option) == ("python", "-m")
        asked.append([module, *arguments])
    environment = os.environ | {"RONGHE_HOME": str(copy / "home"), "RONGHE_LANG": "en"}
    begun = [sys.executable, "-c", EACH, json.dumps(asked)]
    done = subprocess.run(begun, cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{commands}\n{done.stdout}{done.stderr}"
    return done.stdout.split(END)[:-1]


@pytest.fixture(scope="module")
def followed(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    copy = tmp_path_factory.mktemp("followed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=REPO, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (REPO / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPO / name, copy / name)
    printed = {}
    for each in blocks(PAGES[0]):
        if each.language != "console":
            write(copy, each)
            continue
        said = [one.partition("\n") for one in re.split(r"^\$ ", each.body, flags=re.MULTILINE)[1:]]
        for (command, _, output), told in zip(said, run(copy, [one[0] for one in said]), strict=True):
            printed[command] = told
            assert not output or told == output, command
    return Followed(copy, printed)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_both_languages_show_the_same_blocks():
    english, chinese = (blocks(page) for page in PAGES)
    assert english == chinese
    assert {"csv", "sql", "toml", "python", "diff", "console"} == {each.language for each in english}


def test_a_line_that_is_not_there_is_seen():
    assert patched("a\nb\n", " a\n+c\n") == "a\nc\nb\n"
    with pytest.raises(AssertionError):
        patched("a\nb\n", " x\n+c\n")


def test_the_wave_on_a_new_scale_gives_its_rates(followed: Followed):
    rows = table(followed.printed["python -m queries satisfaction_by_unit --format csv"])
    assert {row["unit_id"]: (int(row["satisfied_n"]), int(row["valid_n"])) for row in rows} == ANSWERS
    rates = {row["unit_id"]: float(row["rate"]) for row in rows}
    assert rates == pytest.approx({unit: satisfied / valid for unit, (satisfied, valid) in ANSWERS.items()})


def test_the_question_counts_open_and_overdue_items(followed: Followed):
    rows = table(followed.printed["python -m queries rectification_open_by_class --format csv"])
    assert {row["unit_class"]: (int(row["open"]), int(row["overdue"])) for row in rows} == OPEN


def test_the_exhibit_says_it_and_its_slide_holds_the_numbers(followed: Followed):
    assert followed.printed["python -m exhibits rectification_open_by_class --lang en"].startswith(
        "5 items open; 2 of them overdue\n"
    )
    (slide,) = Presentation(str(followed.copy / "open.pptx")).slides
    (chart,) = [shape.chart for shape in slide.shapes if shape.has_chart]
    series = {each.name: list(each.values) for each in chart.plots[0].series}
    waiting, overdue = zip(*((open_n - late, late) for open_n, late in OPEN.values()), strict=True)
    assert list(series.values()) == [[*waiting], [*overdue]]


def test_the_page_shows_the_exhibit(followed: Followed):
    """The page as a reader opens it, run by Streamlit's own test bench in the copy."""
    (followed.copy / "opened.py").write_text(OPENED, encoding="utf-8")
    (shown,) = run(followed.copy, ["python -m opened"])
    assert "5项未销号，其中2项逾期" in shown.splitlines()


def test_the_visits_come_in_and_can_be_traced(followed: Followed):
    assert [file.suffix for file in (followed.copy / "templates").iterdir()] == [".xlsx"]
    rows = table(followed.printed["python -m queries coverage --set dataset=visit --format csv"])
    covered = [(row["unit_id"], row["year"], row["latest_on"], row["few"]) for row in rows]
    assert covered == [("X1", "2026", "2026-05-12", "true"), ("X3", "2026", "2026-06-02", "true")]
    rows = json.loads(followed.printed["python -m etl trace visit --set unit=城东服务中心 --json"])
    assert [(row["visit_id"], row["problems_n"]) for row in rows] == VISITS_OF_X1
