"""Text in other encodings, in several at once, and with damaged characters: read rightly or not at all."""

import codecs

import pytest

from etl.intake.file_intake import Refused, read_file
from tests.etl.read_intake import only, told

HEADER = "source,problem_id,unit_id,found_on,problem_text\n"
ROWS = "inspection,C-1,A1,2025-03-05,窗口服务态度不好\ninspection,C-2,D1,2025-03-06,公示栏没有更新，责任人喆\n"
TRADITIONAL = "inspection,C-1,A1,2025-03-05,窗口服務態度不好\ninspection,C-2,D1,2025-03-06,公示欄沒有更新\n"
JAPANESE = "inspection,C-1,A1,2025-03-05,窓口の対応が悪いです\n"
LAST = "inspection,C-3,A1,2025-03-07,门牌号码有误\n"


def texts(tmp_path, directory, data: bytes, name: str = "台账.csv") -> list[str]:
    (tmp_path / name).write_bytes(data)
    return only(read_file(tmp_path / name, None, directory)).accepted["problem_text"].to_list()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_of_offices(encoding, line_end, tmp_path, directory):
    data = (HEADER + ROWS).replace("\n", line_end).encode(encoding)
    assert texts(tmp_path, directory, data) == ["窗口服务态度不好", "公示栏没有更新，责任人喆"]


@pytest.mark.parametrize("delimiter", [";", "|", "\t", "，"])
def test_delimiters_in_gb18030(delimiter, tmp_path, directory):
    data = (HEADER + ROWS.replace("，", "、")).replace(",", delimiter).encode("gb18030")
    assert texts(tmp_path, directory, data, "台账.txt") == ["窗口服务态度不好", "公示栏没有更新、责任人喆"]


def test_traditional_characters_in_gb18030_are_read(tmp_path, directory):
    found = texts(tmp_path, directory, (HEADER + TRADITIONAL).encode("gb18030"))
    assert found == ["窗口服務態度不好", "公示欄沒有更新"]


@pytest.mark.parametrize(("rows", "encoding"), [(TRADITIONAL, "big5"), (JAPANESE, "shift_jis")])
def test_other_encodings_are_refused_before_they_are_misread(rows, encoding, tmp_path, directory):
    with pytest.raises(Refused) as refused:
        texts(tmp_path, directory, (HEADER + rows).encode(encoding))
    assert refused.value.rule == "garbled"
    assert "第2行" in refused.value.zh and "CSV UTF-8" in refused.value.zh


@pytest.mark.parametrize(("most", "last"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("utf-8", "utf-8-sig")])
def test_files_joined_from_two_encodings(most, last, tmp_path, directory):
    data = (HEADER + ROWS).encode(most) + LAST.encode(last)
    assert texts(tmp_path, directory, data)[-1] == "门牌号码有误"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_cut_in_half_is_a_fault_of_its_cell(encoding, tmp_path, directory):
    path = tmp_path / "台账.csv"
    path.write_bytes((HEADER + ROWS).encode(encoding) + LAST.encode(encoding)[:-2] + b"\n")
    intake = only(read_file(path, None, directory))
    assert (intake.accepted_rows, intake.rejected_rows) == (2, 1)
    assert told(intake)[0].startswith("台账.csv › 第4行 E列：") and "已损坏" in told(intake)[0]


def test_text_that_was_damaged_before_is_a_fault(workbook, directory):
    rows = [
        ["问题来源", "问题编号", "责任单位", "发现日期", "问题表现"],
        ["巡察", "C-1", "崇川区", "2025-03-05", "锟斤拷锟斤拷"],
    ]
    intake = only(read_file(workbook("台账.xlsx", {"表": rows}), None, directory))
    assert intake.rejected_rows == 1 and "已损坏" in told(intake)[0]


def test_the_end_mark_of_dos_is_no_row(tmp_path, directory):
    assert len(texts(tmp_path, directory, (HEADER + ROWS).encode("gb18030") + b"\x1a")) == 2


def test_a_last_character_that_ends_in_the_byte_of_that_mark_is_kept(tmp_path, directory):
    """尚 is U+5C1A."""
    content = (HEADER + ROWS).rstrip("\n") + "尚"
    assert content.encode("utf-16-be")[-1:] == b"\x1a"
    assert len(texts(tmp_path, directory, codecs.BOM_UTF16_BE + content.encode("utf-16-be"))) == 2


@pytest.mark.parametrize(("declared", "written"), [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "big5")])
def test_a_web_page_that_declares_another_character_set(declared, written, tmp_path, directory):
    lines = (HEADER + TRADITIONAL if written == "big5" else HEADER + ROWS).splitlines()
    rows = "".join(f"<tr><td>{line.replace(',', '</td><td>')}</td></tr>" for line in lines)
    page = f"<html><meta charset={declared}><table>{rows}</table></html>"
    assert "不好" in texts(tmp_path, directory, page.encode(written), "台账.xls")[0]


def test_dashes_and_dots_are_usual_in_gb18030(tmp_path, directory):
    rows = ROWS.replace("窗口服务态度不好", "阿·凡——") + "——————,,,,\n"
    (tmp_path / "台账.csv").write_bytes((HEADER + rows).encode("gb18030"))
    assert only(read_file(tmp_path / "台账.csv", None, directory)).accepted["problem_text"][0] == "阿·凡——"
