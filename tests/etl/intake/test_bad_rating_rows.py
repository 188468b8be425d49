"""A ledger of bad ratings as offices send it: what is sent back, in a clerk's words, and what never gets in."""

import pytest

import etl
from tests.etl.workbooks import asked, sent

HEADER = [
    "差评编号",
    "承办单位",
    "评价日期",
    "评价等级",
    "回复日期",
    "整改完成日期",
    "回访日期",
    "回访是否满意",
    "是否剔除",
]
SOUND = ["CP-1", "市教育局", "2024-01-02", "不满意", "2024-01-03", "2024-01-10", "2024-01-12", "是", "否"]


def changed(**cells: str) -> list[str]:
    return [cells.get(name, cell) for name, cell in zip(HEADER, SOUND, strict=True)]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"评价等级": "基本满意"}, "“基本满意”不是差评。差评处置台账只收“不满意”和“非常不满意”。"),
        ({"回复日期": "2024-01-01"}, "回复日期“2024-01-01”早于评价日期“2024-01-02”。"),
        ({"整改完成日期": "2023-12-31"}, "整改完成日期“2023-12-31”早于评价日期“2024-01-02”。"),
        ({"回访日期": "2024-01-09"}, "回访日期“2024-01-09”早于整改完成日期“2024-01-10”。"),
        ({"整改完成日期": "", "回访日期": "2024-01-01"}, "回访日期“2024-01-01”早于评价日期“2024-01-02”。"),
        ({"回访日期": ""}, "填了回访是否满意“是”，却没有回访日期。"),
        ({"回复日期": "2124-01-03"}, "“2124-01-03”"),
        ({"是否剔除": "待定"}, "“待定”"),
    ],
)
def test_a_row_with_a_fault_is_sent_back_in_a_clerks_words(units_home, tmp_path, cells, said):
    (file,) = etl.check([sent(tmp_path, "台账.csv", [HEADER, SOUND, changed(差评编号="CP-2", **cells)])]).files
    assert (file.dataset, file.rows_read, file.accepted) == ("bad_rating", 2, 1)
    (message,) = file.faults["message_zh"]
    assert said in message and "第3行" in message


def test_names_and_telephones_are_dropped_and_the_case_number_is_a_pseudonym(units_home, tmp_path):
    rows = [[*HEADER, "办事人姓名", "联系电话"], [*SOUND, "欧阳铁柱", "13900000000"]]
    (file,) = etl.load([sent(tmp_path, "台账.csv", rows)]).files
    assert file.accepted == 1
    ((case, hall, channel, struck_out),) = asked("select case_id, hall, channel, struck_out from bad_rating")
    assert (hall, channel, struck_out) == (None, "window", False)
    assert len(case) == 16
    written = [path.read_bytes() for path in units_home.rglob("*") if path.is_file()]
    for secret in ("欧阳铁柱", "13900000000", "CP-1"):
        assert not any(secret.encode() in content for content in written), secret


def test_a_trace_lists_no_bad_rating(units_home, tmp_path):
    etl.load([sent(tmp_path, "台账.csv", [HEADER, *(changed(差评编号=f"CP-{at}") for at in range(12))])])
    told = etl.trace("bad_rating", year=2024)
    assert (told.withheld, told.rows.height, told.files["file"].to_list()) == ("persons", 0, ["台账.csv"])


def test_the_same_topic_twice_in_a_bulletin_is_sent_back(units_home, tmp_path):
    rows = [
        ["期间", "诉求热点", "诉求件数", "热点位次"],
        ["2024年3月", "噪声扰民", "70", "1"],
        ["2024年3月", "物业管理", "60", ""],
    ]
    (file,) = etl.check([sent(tmp_path, "热点.csv", [*rows, ["2024年3月", "噪声扰民", "50", "3"]])]).files
    assert (file.dataset, file.rows_read, file.accepted) == ("hotline_topic", 3, 1)
    assert file.faults["rule"].unique().to_list() == ["repeated_key"]
