"""The page of trends: its views and panels, and how a steward notes and withdraws an event below the charts."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import etl
from tests.pages.told_parts import texts_told, ticked, told_parts
from words import LANGUAGES, say

REPO = Path(__file__).parents[2]


@pytest.fixture
def home(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of its own with the demonstration build."""
    mine = tmp_path / "mine"
    (mine / "builds").mkdir(parents=True)
    for name in ("batches", "builds"):
        shutil.copytree(demo_home / name, mine / name, dirs_exist_ok=True)
    monkeypatch.setenv("RONGHE_HOME", str(mine))
    return mine


def opened(**address: str) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run().switch_page("pages/analysts/trends.py").run()


def captions(app: AppTest) -> str:
    return "\n".join([*(str(each.value) for each in app.caption), texts_told(app)])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("by", ["class", "group", "division", "unit"])
def test_every_choice_of_panels_has_its_title(demo_home, lang, by):
    app = opened(lang=lang, trend_by=by)
    assert not app.exception
    whole = say(f"exhibits.title.panels_{by}", lang, count=12).replace("12", "")
    assert any(whole.strip() in told.get("finding", "") for told in told_parts(app))
    labels = [option for control in app.segmented_control for option in control.options]
    assert (say("shell.units_shown.all", lang) in labels) == (by == "unit")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_months_have_a_button_for_each_series(demo_home, lang):
    app = opened(lang=lang, view="monthly", series="service_rating_rate")
    assert not app.exception
    labels = [option for control in app.segmented_control for option in control.options]
    assert say("codes.series.rectification_closed", lang) in labels
    names = [say(f"codes.{codes}.service_rating_rate", lang) for codes in ("series", "series_short")]
    assert any(told.get("finding", "").startswith(name) for told in told_parts(app) for name in names)


def with_card(app: AppTest) -> AppTest:
    app.session_state["noted-events"] = True
    return app.run()


def kept(app: AppTest, day: str, what: str, author: str) -> AppTest:
    for label, value in (("event_day", day), ("event_text", what), ("author", author)):
        (field,) = [each for each in app.text_input if each.label == say(f"shell.column.{label}", "zh")]
        field.set_value(value)
    (button,) = [each for each in app.button if each.label == say("stewards.events.keep", "zh")]
    return button.click().run()


def test_an_event_is_noted_on_the_page_and_seen_at_once(home):
    app = with_card(opened(lang="zh"))
    app = kept(app, "去年", "新渠道", "王")
    assert "去年" in app.error[0].value and etl.noted_events() == []
    app = kept(app, "2023年6月1日", "新渠道", "")
    assert "记录人" in app.error[0].value and etl.noted_events() == []
    app = kept(app, "2023年6月1日", "=新渠道", "王")
    assert "公式" in app.error[0].value and etl.noted_events() == []
    app = kept(app, "2023年6月1日", "新渠道", "王")
    assert not app.exception and not app.error
    (event,) = etl.noted_events()
    assert (event["day"], event["what"], event["author"], event["scope"]) == ("2023-06-01", "新渠道", "王", "city")
    assert "2023-06-01 新渠道" in captions(app)
    assert event["event_id"] in app.success[0].value
    assert all(not each.value for each in app.text_input if each.label == say("shell.column.event_text", "zh"))


def test_a_withdrawn_event_leaves_the_charts_and_stays_in_the_list(home):
    etl.note_event("2023-06-01", "误记的事", by="王")
    app = with_card(opened(lang="zh"))
    assert "误记的事" in captions(app)
    app.session_state["by"] = "李"
    app = ticked(app, "events-noted", 0)
    (button,) = [each for each in app.button if each.label.startswith("撤回 E0001")]
    app = button.click().run()
    assert not app.exception
    assert "误记的事" not in captions(app)
    (event,) = etl.noted_events()
    assert (event["withdrawn_by"], event["what"]) == ("李", "误记的事")


def test_a_broken_file_of_events_stops_no_chart_and_is_told_in_the_list(home):
    (home / "events.csv").write_bytes(b"\xff\xfe\x00")
    app = opened(lang="zh")
    assert not app.exception and any("figure" in told for told in told_parts(app))
    app = with_card(app)
    assert "events.csv" in app.error[0].value
