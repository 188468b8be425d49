"""A load, a withdrawal or a rollback that dies at any instant leaves the old or the new build in force, and done again
it completes, with nothing twice and nothing left over; two loads take turns."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

import etl
from tests.etl.small_city import ANSWERS, YEAR, counts
from tests.etl.small_province import made_cities
from tests.etl.workbooks import answers, asked, environment, files_below, sent, units

REPO = Path(__file__).parents[3]
BEFORE = [("f1", "B", "satisfied"), ("f2", "C", "satisfied")]
AFTER = [("f1", "B", "dissatisfied"), ("f3", "B", "satisfied"), ("f4", "nowhere", "satisfied")]
ROWS = "select unit_id, answer, sum(n) from survey_answer group by all order by all"
MEMBERS = [["year", "unit_id", "member_id", "entry_no", "kind", "points"], [2019, "B", "32060000001", 1, "base", 60]]


@pytest.fixture
def loaded(home_after, tmp_path):
    """A home with a build, and workbooks to add: a correction with a faulty row, another year, a private ledger."""
    home = home_after("two answers", lambda folder: etl.load([*units(folder), answers(folder, "before.csv", *BEFORE)]))
    (home / "pseudonym.key").write_text("the same in every copy", encoding="ascii")
    more = answers(tmp_path, "more.csv", ("f9", "A1", "satisfied", 2018))
    return home, [answers(tmp_path, "after.csv", *AFTER), more, sent(tmp_path, "points.csv", MEMBERS)]


def killed(home: Path, points: str, action: str, *arguments: str) -> tuple[Path, dict[str, str]]:
    """Runs `killed_process.py` on copies of a home: where they lie, and what each died at."""
    runs = home.parent / "runs"
    runs.mkdir()
    command = [sys.executable, str(REPO / "tests" / "etl" / "killed_process.py"), str(home), str(runs), points, action]
    surroundings = environment(home) | {"PYTHONPATH": str(REPO)}
    run = subprocess.run([*command, *arguments], cwd=REPO, env=surroundings, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return runs, json.loads(run.stdout)


def told(home: Path) -> dict:
    """All that a home says: figures, batches and their states, the build in force, files, events."""
    return {
        "rows": asked(ROWS),
        "history": [(one["batch_id"], one["state"], one["rolled_back"]) for one in etl.history()],
        "in force": [(one["id"], one["batches"]) for one in etl.builds() if one["in_force"]],
        "files": sorted(files_below(home)),
        "events": [(one["action"], one["batches"], one["build_before"], one["build"]) for one in etl.events()],
    }


def completes(home: Path, points: str, monkeypatch: pytest.MonkeyPatch, action: str, *arguments: str) -> None:
    """After a death at each point: the old or the new build answers, and the same again ends as if undisturbed."""
    runs, deaths = killed(home, points, action, *arguments)
    old = asked(ROWS)
    monkeypatch.setenv("RONGHE_HOME", str(runs / "whole"))
    whole, new = told(runs / "whole"), asked(ROWS)
    assert old != new
    assert len(deaths) >= max(int(points), 1)  # 0 asks for every point
    for point, at in deaths.items():
        monkeypatch.setenv("RONGHE_HOME", str(runs / point))
        assert asked(ROWS) in (old, new), at
        assert etl.history() and etl.builds(), at
        many = action in ("load", "build_from")
        again = getattr(etl, action)(arguments) if many else getattr(etl, action)(*arguments)
        assert not many or again.exit_code == (1 if action == "load" else 0), at
        assert told(runs / point) == whole, at


# A dozen points in every run, each of them with `-m slow`.
SPREAD = pytest.mark.parametrize("points", ["12", pytest.param("0", marks=pytest.mark.slow)], ids=["dozen", "all"])


@SPREAD
def test_a_load_killed_anywhere(loaded, points, monkeypatch):
    home, paths = loaded
    completes(home, points, monkeypatch, "load", *map(str, paths))


@SPREAD
def test_a_withdrawal_killed_anywhere(loaded, points, monkeypatch):
    home, paths = loaded
    batch = etl.load(paths[:1]).files[0].batch_id
    completes(home, points, monkeypatch, "withdraw", str(batch))


@SPREAD
def test_a_rollback_killed_anywhere(loaded, points, monkeypatch):
    home, paths = loaded
    before = etl.builds()[0]["id"]
    etl.load(paths)
    completes(home, points, monkeypatch, "rollback", before)


@pytest.mark.parametrize("points", ["6", pytest.param("0", marks=pytest.mark.slow)], ids=["six", "all"])
def test_a_province_killed_anywhere(home_after, tmp_path, points, monkeypatch):
    """One city is there already and has published anew, the other is new."""
    cities = made_cities(tmp_path, ["NT", "SZ"])
    home = home_after("province of NT", lambda folder: etl.build_from(cities[:1]))
    monkeypatch.setenv("RONGHE_HOME", cities[0].partition("=")[2])
    etl.load([counts(tmp_path, "more.csv", ANSWERS, YEAR - 1)])
    monkeypatch.setenv("RONGHE_HOME", str(home))
    completes(home, points, monkeypatch, "build_from", *cities)


def test_what_was_taken_in_but_not_published_is_published_by_the_next_build(loaded, monkeypatch):
    home, paths = loaded
    old = asked(ROWS)
    runs, deaths = killed(home, ".duckdb.draft → /builds", "load", *map(str, paths))
    (point,) = deaths
    monkeypatch.setenv("RONGHE_HOME", str(runs / point))
    assert asked(ROWS) == old
    assert len(etl.history()) == 6
    etl.build()
    now = asked(ROWS)
    monkeypatch.setenv("RONGHE_HOME", str(runs / "whole"))
    assert now == asked(ROWS) != old


@pytest.mark.slow
def test_killed_at_any_moment(loaded):
    """Not only where Python touches a file: also while DuckDB writes or a thread reads."""
    home, paths = loaded
    old = asked(ROWS)
    command = [sys.executable, "-m", "etl", "load", *map(str, paths)]
    untouched = home.parent / "untouched"
    shutil.copytree(home, untouched)
    started = time.monotonic()
    subprocess.run(command, cwd=REPO, env=environment(home), capture_output=True)
    takes = time.monotonic() - started
    whole = told(home)
    for step in range(8):
        shutil.rmtree(home)
        shutil.copytree(untouched, home)
        load = subprocess.Popen(
            command, cwd=REPO, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(takes * (0.4 + 0.6 * step / 8))
        load.kill()
        load.wait()
        assert asked(ROWS) in (old, whole["rows"])
    etl.load(paths)
    assert told(home) == whole


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
