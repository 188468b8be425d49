"""Nobody but its owner can read the warehouse, whatever wrote in it."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

import etl
from etl import storage
from etl.__main__ import main
from etl.warehouse import build
from tests.etl.workbooks import answers, environment, sent, units

REPO = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")


@pytest.fixture(autouse=True)
def careless():
    """The umask of an account that lets everybody read and write."""
    before = os.umask(0)
    yield
    assert os.umask(before) == 0, "who loads has left its own behind"


def open_to_others(home: Path) -> list[str]:
    """What others may read or write in a warehouse, and the warehouse itself."""
    found = [home, *home.rglob("*")]
    assert len(found) > 2
    return [str(path.relative_to(home)) for path in found if stat.S_IMODE(path.lstat().st_mode) & 0o077]


def loaded(folder: Path, **how: object) -> etl.Report:
    folder.mkdir(exist_ok=True)
    given = [("f1", "B", "satisfied"), ("f2", "没有这个单位", "satisfied")]
    return etl.load([*units(folder), answers(folder, "few.csv", *given)], **how)


def test_a_load_its_return_a_second_build_and_a_rollback(fresh_home, tmp_path):
    first = loaded(tmp_path, annotate=fresh_home / "returned").build_id
    assert list((fresh_home / "returned").glob("*.xlsx"))
    assert open_to_others(fresh_home) == []
    etl.load([answers(tmp_path, "more.csv", ("f3", "C", "satisfied"))])
    assert open_to_others(fresh_home) == []
    etl.rollback(first)
    etl.withdraw(etl.history()[-2]["batch_id"])
    assert open_to_others(fresh_home) == []


def test_persons_a_large_file_and_the_inbox(fresh_home, tmp_path, monkeypatch):
    loaded(tmp_path)
    monkeypatch.setattr("etl.intake.large_file.LARGE_FILE_SIZE", {"csv": 0, "parquet": 0})
    points = [["year", "member_id", "entry_no", "unit_id", "kind"], [2025, "330011", "1", "B", "base"]]
    inbox = fresh_home / "inbox"
    inbox.mkdir()
    for name in ("good.csv", "bad.csv"):
        answers(inbox, name, *((f"{name}{at}", ("B", "没有")[name == "bad.csv"], "satisfied") for at in range(9)))
    sent(inbox, "points.csv", points)
    assert {taken.all_in for taken in etl.watch(every=0.01, once=True)} == {True, False}
    assert (fresh_home / "pseudonym.key").exists()
    assert open_to_others(fresh_home) == []


def test_the_demonstration_is_private_although_its_maker_had_no_umask(demo_home):
    assert open_to_others(demo_home) == []


def test_what_a_command_writes_in_the_warehouse(tmp_path):
    home = tmp_path / "home"
    run = [sys.executable, "-m", "etl", "template", "unit", "-o", str(home / "templates")]
    subprocess.run(run, cwd=REPO, env=environment(home), check=True, capture_output=True, umask=0)
    assert list((home / "templates").iterdir())
    assert open_to_others(home) == []


def test_originals_taken_out_into_the_warehouse(fresh_home, tmp_path, capsys):
    loaded(tmp_path)
    assert main(["trace", "survey_response", "-o", str(fresh_home / "out")]) == 0
    assert list((fresh_home / "out").iterdir())
    assert open_to_others(fresh_home) == []


def test_outside_the_warehouse_a_file_is_as_open_as_its_writer_likes(fresh_home, tmp_path):
    (returned,) = [file.returned for file in loaded(tmp_path, annotate=tmp_path / "returned").files if file.returned]
    assert stat.S_IMODE(returned.stat().st_mode) == 0o666


def test_an_older_warehouse_is_tightened_by_the_next_writer_and_nothing_is_opened(fresh_home, tmp_path):
    loaded(tmp_path)
    for path in (fresh_home, *fresh_home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    kept = next((fresh_home / "batches").rglob("manifest.json"))
    kept.chmod(0o444)
    elsewhere = tmp_path / "elsewhere.csv"
    elsewhere.touch()
    (fresh_home / "link").symlink_to(elsewhere)
    etl.build()
    (fresh_home / "link").unlink()
    assert open_to_others(fresh_home) == []
    assert stat.S_IMODE(kept.stat().st_mode) == 0o400
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o666


def test_files_are_private_in_the_middle_of_a_build(fresh_home, tmp_path, monkeypatch):
    met: list[str] = []
    check = build.check_build

    def looked(connection: duckdb.DuckDBPyConnection) -> None:
        assert list((fresh_home / "builds").glob("*.draft")) and list((fresh_home / "staged").rglob("*.parquet"))
        met.extend(["looked", *open_to_others(fresh_home)])
        check(connection)

    monkeypatch.setattr(build, "check_build", looked)
    loaded(tmp_path)
    assert met == ["looked"]


def test_a_folder_for_everybody_stays_one(fresh_home, tmp_path):
    fresh_home.chmod(0o1777)
    loaded(tmp_path)
    assert open_to_others(fresh_home) == ["."]


def test_writers_that_wait_for_each_other_leave_the_umask_as_it_was(fresh_home, tmp_path):
    writers = [threading.Thread(target=loaded, args=(tmp_path / str(at),)) for at in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert open_to_others(fresh_home) == []


def test_where_modes_mean_little_nothing_fails(fresh_home, tmp_path, monkeypatch):
    monkeypatch.setattr(storage.os, "name", "nt")
    storage.restrict_to_owner(fresh_home)
    monkeypatch.undo()
    assert stat.S_IMODE(fresh_home.stat().st_mode) & 0o077
