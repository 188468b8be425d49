"""The page 溯源码: empty, a slip, an unknown code, a restored card; and cards where the warehouse is read-only."""

import shutil
from pathlib import Path

import polars as pl
import pytest

import queries
from briefing import card_lists, exports
from briefing.answered import in_every_language
from exhibits import Selection
from shell.parts import plotly_config
from shell.trace_codes import recorded_rows
from tests.pages.test_pages import opened, texts
from words import say

PAGE = "pages/briefing/code.py"


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the demonstration build and a record of its own."""
    home = tmp_path / "home"
    (home / "builds").mkdir(parents=True)
    for file in (demo_home / "builds").iterdir():
        (home / "builds" / file.name).symlink_to(file)
    monkeypatch.setenv("RONGHE_HOME", str(home))
    return home


def kept_code(build: str) -> str:
    card = exports.Card(in_every_language("headline", Selection(), queries.build_id()), Selection(), build)
    exports.keep("pptx", "简报.pptx", "zh", "张三", [card])
    return card.code


def opened_with(code: str, lang: str):
    app = opened(PAGE, lang=lang)
    app.text_input(key="code").set_value(code).run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_says_what_a_code_is_for(home, lang):
    assert say("pages.code.how", lang) in texts(opened(PAGE, lang=lang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_code_that_is_mistyped_or_unknown_is_a_warning(home, lang):
    assert "K7QM4" in opened_with("K7QM4-XW2T8", lang).warning[0].value
    assert say("trace_code.unknown", lang, code="22222-22222").split("22222")[-1] in (
        opened_with("22222 22222", lang).warning[0].value.replace("\\", "")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_card_is_restored_with_its_exports(home, lang):
    app = opened_with(kept_code(queries.build_id()), lang)
    assert say("trace_code.newest", lang) in texts(app).replace("\\", "")


def test_every_card_of_a_page_is_listed(home):
    opened("pages/analysts/trends.py")
    listed = [line for file in (home / "exports" / "cards").iterdir() for line in card_lists.lines(file)]
    assert {line["exhibit"] for line in listed} >= {"headline", "satisfaction_trend"}
    assert all(exports.found(line["code"]) for line in listed)


def test_pages_work_on_a_warehouse_that_cannot_be_written_to(home):
    shutil.rmtree(home / "exports", ignore_errors=True)
    (home / "exports").write_text("")  # a file in the folder's place stops root too
    app = opened("pages/analysts/trends.py")
    assert not app.exception
    assert not opened_with("K7QM4-XW2T8", "zh").exception


def test_a_download_of_a_stewards_rows_is_recorded_when_it_is_asked_for(fresh_home):
    content = recorded_rows(lambda: b"rows", "faults.csv", pl.DataFrame({"message": ["x"]}))
    assert not list(fresh_home.rglob("*.json"))
    assert content() == b"rows"
    (kept,) = fresh_home.rglob("*.json")
    assert "faults.csv" in kept.read_text(encoding="utf-8")


def test_a_chart_whose_card_has_a_picture_has_no_second_button_for_one():
    assert plotly_config("zh", pictured=True)["modeBarButtons"] == [["resetScale2d"]]
    assert "toImage" in plotly_config("zh")["modeBarButtons"][0]
