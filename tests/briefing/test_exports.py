"""The record of exports: several processes at once, a death in the middle, a warehouse that can't be written to."""

import datetime
import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import polars as pl
import pytest

import queries
from briefing import card_lists, exports
from briefing.__main__ import main
from briefing.answered import in_every_language
from exhibits import Selection
from exhibits.trace_code import code_of

BUILD = "124d14c740a9"


def noted(name: str, count: int) -> None:
    for at in range(count):
        selection = Selection(search=f"{name}{at}")
        exports.note_shown(code_of("headline", selection, BUILD), "headline", selection, BUILD)


def test_processes_that_write_at_once_lose_nothing(fresh_home):
    workers = [multiprocessing.get_context("fork").Process(target=noted, args=(name, 300)) for name in "abcd"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for name in "abcd":
        for at in range(300):
            selection = Selection(search=f"{name}{at}")
            kept = exports.found(code_of("headline", selection, BUILD))
            assert kept is not None and kept.settings == {"search": f"{name}{at}"}


def test_a_card_is_listed_once_per_process_however_often_it_is_shown(fresh_home):
    for _ in range(5):
        noted("a", 1)
    (file,) = (fresh_home / "exports" / "cards").iterdir()
    assert len([line for line in file.read_text().splitlines() if line]) == 1


def test_a_line_left_unfinished_harms_no_other(fresh_home):
    first, second = ("x", "y")
    noted(first, 1)
    (file,) = (fresh_home / "exports" / "cards").iterdir()
    whole = file.read_bytes()
    code = code_of("headline", Selection(search="x0"), BUILD)
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        other = Selection(search=f"{second}{length}")
        line = exports._line(code, "headline", other, BUILD)
        card_lists.add(fresh_home / "exports", line)
        settings = [line["settings"]["search"] for line in card_lists.lines(file)]
        assert settings[-1] == f"{second}{length}"


def test_a_death_in_the_middle_leaves_the_export_whole_or_absent(demo_home, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "folder", lambda name: tmp_path / name)
    build = queries.build_id()
    card = exports.Card(in_every_language("headline", Selection(), build), Selection(), build)
    # A child has Polars' locks but not its threads, so what Polars and DuckDB do is done before.
    packed, batches = exports._packed(card.shown["zh"].frame), exports.live_batches(build)
    monkeypatch.setattr(exports, "_packed", lambda frame: packed)
    monkeypatch.setattr(exports, "live_batches", lambda build: batches)
    died = 0
    for at in range(1, 40):
        child = os.fork()
        if not child:
            die_at(at)
            exports.keep("pptx", "x.pptx", "zh", "-", [card])
            os._exit(0)
        died += os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        for record in (tmp_path / "exports" / "made").glob("[!.]*"):
            assert json.loads(record.read_bytes())["cards"][0]["code"] == card.code
        kept = exports.found(card.code)
        assert kept is None or not kept.exports or exports.figures(kept, "zh").finding == card.shown["zh"].finding
    assert 3 <= died < 39  # it died at several points, and lived in the end
    assert exports.found(card.code).exports


def die_at(point: int) -> None:
    """Kills this process when it touches the record for the time given."""
    met = []

    def hook(event: str, given: tuple) -> None:
        if event in ("open", "os.rename", "os.mkdir", "os.remove") and "exports" in str(given[0]):
            met.append(event)
            if len(met) == point:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


@pytest.fixture
def unwritable(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse whose folder of exports can't be made: a file stands in its place, which stops root too."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "builds").symlink_to(demo_home / "builds")
    (home / "exports").write_text("")
    monkeypatch.setenv("RONGHE_HOME", str(home))
    return home


def test_a_warehouse_that_cannot_be_written_to_still_gives_the_export(unwritable, tmp_path, capsys):
    file = tmp_path / "x.pptx"
    assert main(["headline", "-o", str(file)]) == 0
    assert file.exists()
    assert "没有登记" in capsys.readouterr().err
    noted("a", 3)
    assert exports.found(code_of("headline", Selection(search="a0"), BUILD)) is None
    assert list(exports.exported()) == []


def test_nobody_but_the_owner_reads_the_record(fresh_home):
    before = os.umask(0)
    try:
        noted("a", 1)
    finally:
        os.umask(before)
    assert [path for path in (fresh_home / "exports").rglob("*") if path.stat().st_mode & 0o077] == []


def test_the_command_names_who_exports(demo_home, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "folder", lambda name: tmp_path / name)
    monkeypatch.setenv("RONGHE_USER", "张三")
    assert main(["headline", "-o", str(tmp_path / "甲.pptx"), "--lang", "en"]) == 0
    (kept,) = exports.exported()
    (export,) = kept.exports
    assert (export.by, export.kind, export.file, export.lang) == ("张三", "pptx", "甲.pptx", "en")


def test_rows_that_are_no_cards_are_recorded_without_what_they_say(fresh_home):
    rows = pl.DataFrame({"message": ["张三的手机号"], "source_row": [7]})
    exports.keep_rows("csv", "faults.csv", "zh", "李四", BUILD, rows)
    (file,) = (fresh_home / "exports" / "made").iterdir()
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert (kept["by"], kept["file"], kept["build"], kept["rows"]) == ("李四", "faults.csv", BUILD, 1)
    assert kept["columns"] == ["message", "source_row"] and "张三" not in file.read_text(encoding="utf-8")
    assert list(exports.exported()) == []


def seen(code: str, build: str, days_ago: int, **more: object) -> card_lists.Line:
    """A line of a card that was seen so long ago."""
    at = datetime.datetime.now().astimezone() - datetime.timedelta(days=days_ago)
    return {"code": code, "exhibit": "headline", "settings": {}, "build": build, "seen": at.isoformat(), **more}


def test_what_was_only_shown_is_forgotten_with_its_build_and_what_was_exported_is_not(fresh_home):
    builds, record = fresh_home / "builds", fresh_home / "exports"
    builds.mkdir(parents=True)
    for build in ("old", "new"):
        (builds / f"{build}.duckdb").touch()
    export = {"made_at": "", "by": "-", "kind": "pptx", "file": "a.pptx", "lang": "zh", "record": "r"}
    for line in (
        seen("A1", "old", 90, page="x"),
        seen("A1", "old", 80, page="y"),
        seen("A2", "old", 90),
        seen("A2", "old", 90, export=export),
        seen("A3", "old", 3),
        seen("A4", "new", 90),
    ):
        card_lists.add(record, line)
    assert exports.found("A1").page == "x"
    (builds / "old.duckdb").unlink()
    card_lists.add(record, seen("A5", "new", 0))
    assert [code for code in ("A1", "A2", "A3", "A4", "A5") if exports.found(code)] == ["A2", "A3", "A4", "A5"]
    assert [kept.code for kept in exports.exported()] == ["A2"]
    assert len(list(card_lists.lines(record / "cards" / "A.jsonl"))) == 5


def test_only_exports_change_the_state_that_results_are_kept_by(fresh_home):
    record = fresh_home / "exports"
    card_lists.add(record, seen("A1", "b", 0))
    before = exports.state()
    card_lists.add(record, seen("A2", "b", 0))
    assert exports.state() == before
    card_lists.add(record, seen("A2", "b", 0, export={}))
    assert exports.state() != before


def test_a_look_up_reads_the_lines_of_one_code_and_a_card_known_to_another_process_is_not_listed_again(
    fresh_home, monkeypatch
):
    noted("a", 200)
    monkeypatch.setattr(card_lists, "_indexes", {})  # as another process begins
    size = sum(file.stat().st_size for file in (fresh_home / "exports" / "cards").iterdir())
    noted("a", 200)
    assert sum(file.stat().st_size for file in (fresh_home / "exports" / "cards").iterdir()) == size
    parsed = []
    monkeypatch.setattr(
        card_lists.json, "loads", lambda text: parsed.append(text) or json.JSONDecoder().decode(text.decode())
    )
    assert exports.found(code_of("headline", Selection(search="a7"), BUILD)).settings == {"search": "a7"}
    assert len(parsed) == 1
