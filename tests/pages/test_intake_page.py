"""The steward's way: check a workbook, load it, see what was sent back."""

import shutil
from pathlib import Path

from streamlit.testing.v1 import AppTest

import queries
from words import say

REPO = Path(__file__).parents[2]
UNITS = "unit_id,unit,unit_class\nA,甲局,service_heavy\nB,乙局,no such class\n"


def intake(name: str, content: bytes) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).run()
    app.switch_page("pages/stewards/intake.py").run()
    app.file_uploader(key="uploads").set_value([(name, content, "text/csv")]).run()
    return app


def press(app: AppTest, key: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == say(f"pages.intake.{key}", "zh")]
    return button.click().run()


def test_a_check_tells_what_would_happen_and_changes_nothing(fresh_home):
    app = press(intake("../units.csv", UNITS.encode()), "check")
    assert not app.exception
    report, faults = (frame.value for frame in app.dataframe[:2])
    assert report.iloc[0].to_list()[2:5] == [2, 1, 1]
    assert "no such class" in faults.iloc[0, 0] and "units.csv" in faults.iloc[0, 0]
    assert not (fresh_home / "builds" / "current").exists()


def test_a_load_publishes_and_shows_the_rejected_rows(fresh_home):
    app = press(intake("units.csv", UNITS.encode()), "load")
    assert not app.exception
    assert queries.build_id()
    assert queries.ask("unit_list")["unit"].to_list() == ["甲局"]
    assert any("no such class" in str(frame.value) for frame in app.dataframe)
    again = press(intake("units.csv", UNITS.encode()), "load")
    assert not again.exception


def test_a_file_that_nobody_can_read_is_refused_in_words(fresh_home):
    app = press(intake("picture.xlsx", b"\x89PNG not a workbook"), "load")
    assert not app.exception
    assert len(app.error) == 1 and "picture.xlsx" in app.error[0].value
    assert not (fresh_home / "builds" / "current").exists()


def test_the_demonstration_goes_on_being_shown_after_a_load(demo_home, tmp_path, monkeypatch):
    shutil.copytree(demo_home, tmp_path / "copy")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "copy"))
    before = queries.build_id()
    app = press(intake("units.csv", b"unit_id,unit,unit_class\nNEW,\xe6\x96\xb0\xe5\xb1\x80,party_mass\n"), "load")
    assert not app.exception
    assert queries.build_id() != before
    assert "新局" in app.switch_page("pages/leaders/overview.py").run().multiselect(key="units").options
