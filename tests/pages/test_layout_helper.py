"""A clerk who has never seen TOML teaches the dashboard a stranger's ledger."""

import etl
from tests.etl.workbooks import asked, units
from tests.pages.test_intake_page import intake, press, told
from tests.pages.told_parts import told_tables
from words import say

UNITS = "unit_id,unit,unit_class\nA,甲局,service_heavy\n"
LEDGER = (
    "工单号,承办部门,登记日,办结日,进度,何处来\n"
    "G-1,甲局,25/03/2025,30/04/2025,Closed,巡察\n"
    "G-2,异地局,26/03/2025,,处理ing,巡察\n"
)


def chosen(app, label: str):
    return next(box for box in app.selectbox if box.label == label)


def test_a_strangers_ledger_is_taught_saved_and_loaded_and_the_next_one_is_read_by_itself(fresh_home):
    loaded = intake(("units.csv", UNITS.encode()))
    press(press(loaded, "pages.intake.check"), "pages.intake.publish")
    app = press(intake(("台账202503.csv", LEDGER.encode())), "pages.intake.check")
    assert not app.exception
    assert "教系统读“台账202503.csv”" in told(app)
    assert chosen(app, "这是哪一种数据").value == "rectification_item"
    assert chosen(app, "问题编号 *").value == "工单号"
    assert chosen(app, "责任单位 *").value == "承办部门"
    chosen(app, "发现日期 *").set_value("登记日").run()
    chosen(app, "销号日期").set_value("办结日").run()
    chosen(app, "当前状态").set_value("进度").run()
    chosen(app, "问题来源 *").set_value("何处来").run()
    assert not app.exception
    chosen(app, "当前状态“处理ing”是").set_value("in_progress").run()
    assert chosen(app, say("pages.intake.helper.dates", "zh")).value == "%d/%m/%Y"
    assert "试读前2行：能收1行，会退回1行。" in told(app)
    next(box for box in app.checkbox if box.label == say("pages.intake.helper.register", "zh")).check().run()
    assert "试读前2行：能收2行，会退回0行。" in told(app)
    press(app, "pages.intake.helper.save")
    assert not app.exception
    assert [file.name for file in (fresh_home / "layouts").iterdir()] == ["台账.v1.toml"]
    press(app, "pages.intake.publish")
    assert asked("select problem_id, unit_id, found_on, closed_on, status from rectification_episode order by all") == [
        ("G-1", "A", _day("2025-03-25"), _day("2025-04-30"), "closed"),
        ("G-2", "异地局", _day("2025-03-26"), None, "in_progress"),
    ]
    later = LEDGER.replace("G-1", "G-3").replace("G-2", "G-4")
    again = press(intake(("台账202504.csv", later.encode())), "pages.intake.check")
    assert "教系统读" not in told(again)
    assert told_tables(again)[0].row(0)[2:5] == ("2", "2", "0")


def _day(text: str):
    import datetime

    return datetime.date.fromisoformat(text)


def test_a_layout_is_kept_in_versions_and_a_wrong_one_not_at_all(fresh_home, tmp_path):
    text = 'dataset = "unit"\n[columns]\nunit_id = "代号"\nunit = "单位"\n'
    assert [etl.save_layout("单位表", text).name for _ in range(2)] == ["单位表.v1.toml", "单位表.v2.toml"]
    try:
        etl.save_layout("坏的", 'dataset = "nothing"')
    except etl.WarehouseError as error:
        assert "dataset" in error.zh
    else:
        raise AssertionError("a layout of an unknown dataset was kept")
    assert len(list((fresh_home / "layouts").iterdir())) == 2
    (fresh_home / "layouts" / "单位表.v3.toml").write_text("dataset = ", encoding="utf-8")
    loaded = etl.load(units(tmp_path))
    assert loaded.exit_code == 0, "a saved layout that is none any more keeps no file out"


SITE = "序号,提交答卷时间,来自IP,1、您的身份,2、总体评价:—甲局,3、您对甲局的意见\n1,{}/3/1 9:00:12,10.0.0.1,2,1,{}\n"


def test_the_export_of_a_survey_site_is_taught_saved_and_the_next_one_is_read_by_itself(fresh_home):
    press(press(intake(("units.csv", UNITS.encode())), "pages.intake.check"), "pages.intake.publish")
    app = press(intake(("测评2024.csv", SITE.format(2024, "排队").encode())), "pages.intake.check")
    assert not app.exception
    assert chosen(app, "评议层面 *").value == "1、您的身份"
    labels = [box.label for box in app.selectbox]
    assert not {"单位 *", "评价 *", "答卷编号 *"} & set(labels)  # known by the headers
    scale = next(label for label in labels if "量表" in label)
    chosen(app, scale).set_value("cz4").run()
    chosen(app, "评议层面“2”是").set_value("residents").run()
    assert not app.exception
    assert "试读前1行：能收1行，会退回0行。" in told(app)
    press(app, "pages.intake.helper.save")
    press(app, "pages.intake.publish")
    assert asked('select unit_id, "group", answer, n from survey_answer') == [("A", "residents", "very_satisfied", 1)]
    again = press(intake(("测评2025.csv", SITE.format(2025, "").encode())), "pages.intake.check")
    assert "教系统读" not in told(again)
    assert "教系统读" in told(press(intake(("别的.csv", SITE.format(2025, "").encode())), "pages.intake.check"))
