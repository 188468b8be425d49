"""The steward's way: check a workbook, see what would change, publish, see what was sent back, undo it."""

import io
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import openpyxl
from streamlit.testing.v1 import AppTest

import etl
import queries
from tests.pages.told_parts import told_tables
from words import say

REPO = Path(__file__).parents[2]
UNITS = "unit_id,unit,unit_class\nA,甲局,service_heavy\nB,乙局,no such class\n"


def intake(*files: tuple[str, bytes]) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).run()
    app.switch_page("pages/stewards/intake.py").run()
    app.file_uploader(key="uploads").set_value([(name, content, "text/csv") for name, content in files]).run()
    return app


def press(app: AppTest, key: str, **facts: str) -> AppTest:
    (button,) = [button for button in app.button if button.label == say(key, "zh", **facts)]
    return button.click().run()


def told(app: AppTest) -> str:
    kinds = (app.markdown, app.caption, app.info, app.warning, app.success)
    return "\n".join(str(each.value) for kind in kinds for each in kind)


def test_a_check_tells_what_would_happen_and_changes_nothing(fresh_home):
    app = press(intake(("../units.csv", UNITS.encode())), "pages.intake.check")
    assert not app.exception
    report, mapping, first_rows, faults = told_tables(app)[:4]
    assert report.row(0)[2:5] == ("2", "1", "1")
    assert mapping[:, 0].to_list() == ["unit_id", "unit", "unit_class"]
    assert mapping[:, 2].to_list() == ["单位代码", "单位名称", "单位类别"]
    assert first_rows.row(0)[:2] == ("A", "甲局")
    assert "no such class" in faults[0, 0] and "units.csv" in faults[0, 0]
    assert say("stewards.revises_nothing", "zh") in told(app)
    assert not (fresh_home / "builds" / "current").exists()


def test_what_was_checked_is_published_and_says_by_whom(fresh_home):
    app = press(intake(("units.csv", UNITS.encode())), "pages.intake.check")
    app.text_input(key="by").set_value("张三").run()
    press(app, "pages.intake.publish")
    assert not app.exception
    assert queries.ask("unit_list")["unit"].to_list() == ["甲局"]
    assert say("pages.intake.done", "zh") in told(app)
    assert etl.history()[0]["loaded_by"] == "张三"
    again = press(intake(("units.csv", UNITS.encode())), "pages.intake.check")
    assert not again.exception
    assert say("pages.intake.nothing_new", "zh") in told(again)
    assert say("pages.intake.publish", "zh") not in [button.label for button in again.button]


def test_a_file_too_large_to_upload_comes_in_by_the_commands_that_the_page_names(fresh_home, tmp_path):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120).run()
    app.switch_page("pages/stewards/intake.py").run()
    (sentence,) = [caption.value for caption in app.caption if "etl load" in caption.value]
    limit = tomllib.loads((REPO / ".streamlit" / "config.toml").read_text("utf-8"))["server"]["maxUploadSize"]
    assert f"{limit} MB" in sentence and app.file_uploader(key="uploads").max_upload_size_mb == limit
    by_path, inbox, by_inbox = re.findall("`([^`]+)`", sentence)
    (tmp_path / "units.csv").write_text(UNITS, "utf-8")

    def run(command: str) -> None:
        words = [str(tmp_path / "units.csv") if word == "文件路径" else word for word in command.split()]
        subprocess.run([sys.executable, *words[1:]], cwd=REPO, capture_output=True)

    run(by_path)
    assert [(batch["file"], batch["accepted"]) for batch in etl.history()] == [("units.csv", 1)]
    Path(inbox).mkdir(parents=True)
    shutil.copy(tmp_path / "units.csv", Path(inbox) / "more.csv")
    run(by_inbox)
    assert not (Path(inbox) / "more.csv").exists()


def test_other_files_need_another_check(fresh_home):
    app = press(intake(("units.csv", UNITS.encode())), "pages.intake.check")
    assert say("pages.intake.would", "zh") in told(app)
    app.file_uploader(key="uploads").set_value([("more.csv", UNITS.encode(), "text/csv")]).run()
    assert say("pages.intake.would", "zh") not in told(app)


def test_a_file_that_nobody_can_read_is_refused_in_words(fresh_home):
    app = press(intake(("picture.xlsx", b"\x89PNG not a workbook")), "pages.intake.check")
    assert not app.exception
    assert len(app.error) == 1 and "picture.xlsx" in app.error[0].value
    assert say("pages.intake.publish", "zh") not in [button.label for button in app.button]
    assert not (fresh_home / "builds" / "current").exists()


def test_a_bad_file_keeps_no_good_one_out(fresh_home):
    app = press(intake(("picture.xlsx", b"\x89PNG"), ("units.csv", UNITS.encode())), "pages.intake.check")
    assert "picture.xlsx" in app.error[0].value
    press(app, "pages.intake.publish")
    assert not app.exception
    assert queries.ask("unit_list")["unit"].to_list() == ["甲局"]


def test_the_returned_workbook_of_a_batch_has_its_bad_cell_marked(fresh_home):
    press(press(intake(("units.csv", UNITS.encode())), "pages.intake.check"), "pages.intake.publish")
    (batch,) = etl.history()
    book = openpyxl.load_workbook(
        io.BytesIO(
            etl.annotated_return(etl.original_workbook(batch["batch_id"]), etl.batch_faults(batch["batch_id"]), "zh")
        )
    )
    marked = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.comment]
    assert [(cell.coordinate, cell.value) for cell in marked] == [("C3", "no such class")]


def test_the_demonstration_goes_on_being_shown_after_a_load(demo_home, tmp_path, monkeypatch):
    shutil.copytree(demo_home, tmp_path / "copy")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "copy"))
    before = queries.build_id()
    new_unit = "unit_id,unit,unit_class\nNEW,新局,party_mass\n".encode()
    app = press(press(intake(("units.csv", new_unit)), "pages.intake.check"), "pages.intake.publish")
    assert not app.exception
    assert queries.build_id() != before
    assert "新局" in app.switch_page("pages/leaders/overview.py").run().multiselect(key="units").options
