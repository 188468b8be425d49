"""A load that dies at any instant leaves the old build in force and loads again cleanly; two loads take turns."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sent import answers, asked, environment, units

import etl

REPO = Path(__file__).parents[2]
# Dies, without a word and without cleaning up, at the n-th time that something is moved into its place.
DIES_AT_MOVE = """
import os, sys
left = int(sys.argv[1])
def deadly(move):
    def moved(*arguments, **keywords):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), 9)
        return move(*arguments, **keywords)
    return moved
os.rename, os.replace = deadly(os.rename), deadly(os.replace)
import etl
etl.load(sys.argv[2:])
"""
BEFORE = [("f1", "B", "satisfied"), ("f2", "C", "satisfied")]
AFTER = [("f1", "B", "dissatisfied"), ("f3", "B", "satisfied")]
ROWS = "select unit_id, answer, sum(n) from survey_answer group by all order by all"


@pytest.fixture
def loaded(fresh_home, tmp_path):
    """A home with a build, two workbooks to add, what the old build says and what the new one has to say."""
    etl.load([*units(tmp_path), answers(tmp_path, "before.csv", *BEFORE)])
    old = asked(ROWS)
    paths = [answers(tmp_path, "after.csv", *AFTER), answers(tmp_path, "more.csv", ("f9", "A1", "satisfied", 2018))]
    spare = tmp_path / "spare"
    shutil.copytree(fresh_home, spare)
    etl.load(paths)
    new = asked(ROWS)
    shutil.rmtree(fresh_home)
    shutil.copytree(spare, fresh_home)
    return fresh_home, paths, old, new


def completed(paths: list[Path], new: list[tuple]) -> None:
    """The load done again: all there, nothing twice, nothing left over."""
    assert etl.load(paths).exit_code == 0
    assert asked(ROWS) == new
    assert asked("select count(*) from batch") == [(5,)]
    home = Path(os.environ["RONGHE_HOME"])
    assert not (home / "staged").exists()
    assert [file.name for file in home.rglob("*") if file.suffix in (".draft", ".new", ".wal")] == []


@pytest.mark.parametrize("move", range(1, 10))
def test_killed_at_every_move(loaded, move):
    home, paths, old, new = loaded
    run = subprocess.run(
        [sys.executable, "-c", DIES_AT_MOVE, str(move), *map(str, paths)], cwd=REPO, env=environment(home)
    )
    survived = run.returncode == 0
    assert survived or run.returncode == -signal.SIGKILL
    assert asked(ROWS) == (new if survived else old) or asked(ROWS) == new
    completed(paths, new)


def test_there_are_fewer_moves_than_are_tried(loaded):
    home, paths, _, new = loaded
    subprocess.run(
        [sys.executable, "-c", DIES_AT_MOVE, "9", *map(str, paths)], cwd=REPO, env=environment(home), check=True
    )
    assert asked(ROWS) == new


def test_what_was_taken_in_but_not_published_is_published_by_the_next_build(loaded):
    home, paths, old, new = loaded
    # Moves: two rooms and two manifests, two batches, then the build's file.
    subprocess.run([sys.executable, "-c", DIES_AT_MOVE, "7", *map(str, paths)], cwd=REPO, env=environment(home))
    assert asked(ROWS) == old
    assert len(etl.history()) == 5
    etl.build()
    assert asked(ROWS) == new


@pytest.mark.slow
def test_killed_at_any_moment(loaded):
    home, paths, old, new = loaded
    command = [sys.executable, "-m", "etl", "load", *map(str, paths)]
    started = time.monotonic()
    spare = home.parent / "untouched"
    shutil.copytree(home, spare)
    subprocess.run(command, cwd=REPO, env=environment(home), capture_output=True, check=True)
    takes = time.monotonic() - started
    for step in range(8):
        shutil.rmtree(home)
        shutil.copytree(spare, home)
        load = subprocess.Popen(
            command, cwd=REPO, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(takes * (0.4 + 0.6 * step / 8))
        load.kill()
        load.wait()
        assert asked(ROWS) in (old, new)
    completed(paths, new)


def test_two_loads_at_once_take_turns(fresh_home, tmp_path):
    etl.load(units(tmp_path))
    loads = [
        subprocess.Popen(
            [sys.executable, "-m", "etl", "load", str(answers(tmp_path, f"{at}.csv", (f"f{at}", "B", "satisfied")))],
            cwd=REPO,
            env=environment(fresh_home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for at in range(4)
    ]
    said = [load.communicate()[1] for load in loads]
    assert [load.returncode for load in loads] == [0] * 4
    assert asked("select sum(n) from survey_answer") == [(4,)]
    assert any("Another load is under way" in one for one in said)


def test_a_reader_keeps_its_build_while_another_is_published(fresh_home, tmp_path):
    import duckdb

    first = etl.load([*units(tmp_path), answers(tmp_path, "before.csv", *BEFORE)]).build_id
    with duckdb.connect(str(fresh_home / "builds" / f"{first}.duckdb"), read_only=True) as reader:
        seen = reader.sql(ROWS).fetchall()
        second = etl.load([answers(tmp_path, "after.csv", *AFTER)]).build_id
        assert second != first
        assert reader.sql(ROWS).fetchall() == seen
    assert asked(ROWS) != seen
