"""The record of exports: several processes at once, a death in the middle, a warehouse that can't be written to."""

import json
import multiprocessing
import os
import signal
import sys
from pathlib import Path

import polars as pl
import pytest

import queries
from briefing import exports
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
        exports._add_line(code, line)
        settings = [line["settings"]["search"] for line in exports._lines(file)]
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
