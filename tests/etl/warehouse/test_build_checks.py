"""A build that fails a check is not published, and what failed is said in words of a clerk."""

import shutil

import pytest

import etl
from etl.storage import REFERENCE, connect
from etl.warehouse import aggregation, batches, reference_tables
from etl.warehouse.build_checks import check_build
from etl.warehouse.build_tables import fill_build
from etl.warehouse.reference_tables import create_tables
from tests.etl.workbooks import COUNT_COLUMNS, ITEM_COLUMNS, answers, asked, files_below, sent, units

ZH = "新的数据版本没有生效。{}原有的数据版本仍然有效，这次什么也没有改变。"
EN = "The new build was not published. {} The build in force stays as it was; nothing was changed."
ITEM = ["under_lamp", "K1", "", "C", "2019-01-05", "", "", ""]
COUNTED = [2017, "A1", "residents", "paper", "overall", "cz4"]


@pytest.fixture
def loaded(home_after, tmp_path):
    """A home with answers, an item of the ledger and a count."""
    home_after("one of each", one_of_each)
    return tmp_path


def one_of_each(folder):
    count = [*COUNTED, "satisfied", 5, 10, 8, 6]
    paths = [
        *units(folder),
        answers(folder, "答卷.csv", ("f1", "B", "satisfied"), ("f2", "C", "dissatisfied")),
        sent(folder, "台账.csv", [ITEM_COLUMNS, ITEM]),
        sent(folder, "计数.csv", [COUNT_COLUMNS, count]),
    ]
    assert etl.load(paths).exit_code == 0


@pytest.mark.parametrize(
    ("damage", "zh", "en"),
    [
        pytest.param(
            "insert into rectification_episode select * from rectification_episode",
            "台账.csv › “整改台账”：问题来源 灯下黑督查 · 轮次 1 · 问题编号 K1 · 整改次数 1，共有 2 行。应只有一行。"
            "请删去多余的行再导入；文件里若只有一行，请把这句话交给维护人员。",
            "台账.csv › “Rectification ledger”: Source Under-lamp inspection · Round 1 · Problem id K1 · Episode 1, "
            "2 rows. One row is expected. Remove the others and load again; if the file has only one, pass this "
            "sentence on to whoever maintains the program.",
            id="an item twice",
        ),
        pytest.param(
            "delete from unit where unit_id = 'C'",
            "台账.csv › “整改台账”有 1 行用到单位“C”，单位名录里没有它。每行的单位都应在单位名录里。"
            "请先导入有这个单位的单位名录，或先撤回用到它的批次。",
            "台账.csv › “Rectification ledger”: the unit “C” stands in 1 of its rows but not in the directory of "
            "units. Every row's unit is expected there. First load a directory that has it, or withdraw the batches "
            "that use it.",
            id="a unit that is in no directory",
        ),
        pytest.param(
            "update survey_form set returned = 12 where issued = 10",
            "计数.csv › 年度 2017 · 批次 2017 · 单位 市工商局 · 评议层面 市民代表 · 渠道 纸质："
            "发放 10、回收 12、有效 6。应为发放 ≥ 回收 ≥ 有效。请更正后再导入。",
            "计数.csv › Year 2017 · Wave 2017 · Unit 市工商局 · Respondent group Residents · Channel Paper: "
            "10 issued, 12 returned, 6 valid. Issued ≥ returned ≥ valid is expected. Correct it and load again.",
            id="more forms back than were issued",
        ),
        pytest.param(
            "delete from rectification_episode",
            "“整改台账”收下 1 行，数据版本里却是 0 行。收下的行应全部计入。请把这句话交给维护人员。",
            "“Rectification ledger”: 1 row was accepted, 0 in the build. Every accepted row is expected there. Pass "
            "this sentence on to whoever maintains the program.",
            id="a row lost on the way",
        ),
    ],
)
def test_what_failed_is_said_in_words(loaded, damage, zh, en):
    with connect() as connection:
        create_tables(connection)
        fill_build(connection, batches.live_batches(batches.all_batches()), "draft")
        check_build(connection)
        connection.execute(damage)
        with pytest.raises(etl.WarehouseError) as failed:
            check_build(connection)
    assert failed.value.zh == ZH.format(zh)
    assert failed.value.en == EN.format(en)


@pytest.fixture
def reference(tmp_path, monkeypatch):
    """The reference as a folder of this test alone."""
    folder = tmp_path / "reference"
    shutil.copytree(REFERENCE, folder)
    for room in (reference_tables, aggregation):
        monkeypatch.setattr(room, "REFERENCE", folder)
    return folder


def test_an_answer_that_its_scale_has_lost(loaded, reference, fresh_home):
    scales = reference / "scales.csv"
    lines = scales.read_text(encoding="utf-8").splitlines(keepends=True)
    scales.write_text("".join(line for line in lines if not line.startswith("cz4,2,satisfied,")), encoding="utf-8")
    before = files_below(fresh_home)
    with pytest.raises(etl.WarehouseError) as failed:
        etl.load([answers(loaded, "再来.csv", ("f3", "B", "dissatisfied"))])
    assert failed.value.zh == ZH.format(
        "计数.csv › 量表 四级量表 · 评价 满意：有 6 个答案不在这个量表里。答案都应是量表里的一档。"
        "请更正后再导入，或在 data/reference/scales.csv 登记这一档。"
    )
    assert files_below(fresh_home) == before
    assert asked("select count(*) from survey_answer") == [(3,)]


def test_a_scale_with_an_answer_twice(loaded, reference, fresh_home):
    scales = reference / "scales.csv"
    (line,) = [one for one in scales.read_text(encoding="utf-8").splitlines() if one.startswith("cz4,2,satisfied,")]
    scales.write_text(scales.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    before = files_below(fresh_home)
    with pytest.raises(etl.WarehouseError) as failed:
        etl.load([answers(loaded, "再来.csv", ("f3", "B", "dissatisfied"))])
    assert failed.value.en.startswith(
        "The new build was not published. data/reference/scales.csv › “Answer scales”: cz4 · satisfied, 2 rows."
    )
    assert files_below(fresh_home) == before


def test_two_rows_that_are_right_alone_and_wrong_together(loaded, fresh_home):
    other = [2016, "A1", "residents", "paper"]
    rows = [
        [*other, "overall", "cz4", "satisfied", 5, 10, "", ""],
        [*other, "attitude", "cz4", "satisfied", 5, "", 12, ""],
    ]
    before = files_below(fresh_home)
    with pytest.raises(etl.WarehouseError) as failed:
        etl.load([sent(loaded, "两行.csv", [COUNT_COLUMNS, *rows])])
    assert failed.value.zh == ZH.format(
        "两行.csv › 年度 2016 · 批次 2016 · 单位 市工商局 · 评议层面 市民代表 · 渠道 纸质："
        "发放 10、回收 12、有效 无。应为发放 ≥ 回收 ≥ 有效。请更正后再导入。"
    )
    assert files_below(fresh_home) == before


def test_a_directory_that_others_need_cannot_be_withdrawn(loaded, fresh_home):
    (named,) = [batch["batch_id"] for batch in etl.history() if batch["dataset"] == "unit"]
    before = files_below(fresh_home)
    with pytest.raises(etl.WarehouseError) as failed:
        etl.withdraw(named)
    assert failed.value.zh == ZH.format(
        "台账.csv › “整改台账”有 1 行用到单位“C”，单位名录里没有它。每行的单位都应在单位名录里。"
        "请先导入有这个单位的单位名录，或先撤回用到它的批次。"
    )
    assert files_below(fresh_home) == before
    assert [batch["state"] for batch in etl.history()] == ["live"] * 5
