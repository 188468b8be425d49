"""Tables that stand one under the other on a sheet."""

import pytest

from etl.intake.file_intake import Refused, read_file
from tests.etl.read_intake import HEADER, LEDGER, PIONEER, changed, only, told


def test_a_second_table_below_with_its_columns_in_another_order(workbook, directory):
    """Read by the headers above it, every value of it would stand in a wrong column."""
    below = [["得分", "单位", "指数", "年度"], [88.0, "崇川区", "堡垒指数", 2018]]
    path = workbook("上下两表.xlsx", {"表": [["一、市直"], HEADER, PIONEER, [], ["二、县区"], *below]})
    intake = only(read_file(path, None, directory))
    assert intake.accepted.select("survey_year", "index", "unit_id", "score", "source_row").rows() == [
        (2019, "pioneer", "A1", 94.5, 3),
        (2018, "fortress", "D1", 88.0, 7),
    ]
    assert told(intake) == []


def test_tables_of_two_kinds_one_under_the_other(workbook, directory):
    ledger = [["问题来源", "问题编号", "责任单位", "发现日期"], ["巡察", "C-1", "崇川区", "2019-03-05"]]
    path = workbook("上下两表.xlsx", {"表": [HEADER, PIONEER, [], *ledger]}, merged=[("C6:C7", "崇川区")])
    indices, items = read_file(
        changed(path, lambda book: book["表"].append(["巡察", "C-2", None, "2019-03-06"])), None, directory
    )
    assert {one.dataset: one.accepted_rows for one in (indices, items)} == {"index_score": 1, "rectification_item": 2}
    assert items.accepted["unit_id"].to_list() == ["D1", "D1"]


def test_a_second_table_that_lacks_a_column_is_refused_at_its_own_row(workbook, directory):
    path = workbook(
        "上下两表.xlsx", {"表": [HEADER, PIONEER, [], ["问题来源", "问题编号", "责任单位"], ["巡察", "C-1", "崇川区"]]}
    )
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert "第4行表头：缺少列 “发现日期”" in refused.value.zh


def test_header_rows_that_complete_each_other_are_one_header(workbook, directory):
    rows = [
        [*LEDGER[:3], "时间", None, None],
        [None, None, None, "节点", None, None],
        [None, None, None, *LEDGER[3:], "销号日期"],
    ]
    path = workbook(
        "三行表头.xlsx", {"表": [*rows, ["巡察", "C-1", "崇川区", "2019-03-05", "2019-06-30", "2019-05-05"]]}
    )
    assert only(read_file(path, None, directory)).accepted_rows == 1


def test_a_table_above_another_that_is_not_known_is_told(workbook, directory):
    rows = [["指数", "问题编号", "渠道"], [1, 2, 3], [], ["说明"], ["单位", "指数", "年度", "得分"]]
    path = workbook("上下两表.xlsx", {"表": [*rows, ["市教育局", "先锋指数", 2019, 94.5]]})
    intake = only(read_file(path, None, directory))
    assert intake.accepted_rows == 1
    assert told(intake)[0].startswith("上下两表.xlsx：工作表“表!1:3”看不出是哪一种表，没有读取。")
