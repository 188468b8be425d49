"""Files that can be read in any honest encoding, and files that are refused whole, with the reason."""

from pathlib import Path

import polars as pl
import pytest

from etl.intake.file_intake import Refused, read_file
from etl.reading import file_formats
from etl.reading.column_letters import column_letter, column_position

TABLE = "年度,指数,单位,得分\n2019,先锋指数,市教育局,94.5%\n"
ROWS = [["年度", "指数", "单位", "得分"], [2019, "先锋指数", "市教育局", 94.5]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding, text_file, directory):
    (intake,) = read_file(text_file("得分.csv", TABLE, encoding), None, directory)
    assert intake.accepted.select("survey_year", "index", "subject_id", "score").row(0) == (2019, "pioneer", "A1", 94.5)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_rows_are_numbered_as_the_spreadsheet_numbers_them(line_end, text_file, directory):
    text = line_end.join(
        ["得分表,,,", "年度,指数,单位,得分", "", "2019,先锋指数,市教育局,1", '2019,堡垒指数,"市教育局",x']
    )
    (intake,) = read_file(text_file("得分.csv", text), None, directory)
    assert intake.accepted["source_row"].to_list() == [4]
    assert intake.faults.select("source_row", "column").row(0) == (5, "D")


def test_parquet(tmp_path, directory):
    path = tmp_path / "得分.parquet"
    frame = pl.DataFrame(
        {"survey_year": [2019, 2020], "index": "pioneer", "unit_id": ["A1", "南城"], "score": [94.5, 95.0]}
    )
    frame.write_parquet(path)
    (intake,) = read_file(path, None, directory)
    assert intake.accepted["score"].to_list() == [94.5]
    assert intake.faults["message_zh"].to_list() == [
        "得分.parquet › 第2行 “unit_id”列：“南城”不在单位名录中。请更正，或先在单位名录中登记。"
    ]


def test_an_xls_that_is_an_xlsx_inside(workbook, directory):
    path = workbook("得分.xlsx", {"表": ROWS})
    (intake,) = read_file(path.rename(path.with_suffix(".xls")), None, directory)
    assert intake.accepted_rows == 1


def _half(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:2000])
    return path


def _holding(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


REFUSED = {
    "损坏.xlsx": (
        lambda path, book: _half(book),
        "损坏.xlsx：文件不完整或已损坏，打不开。应为完整的文件。请重新发送或重新导出。",
    ),
    "加密.xlsx": (
        lambda path, book: _holding(path, b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le")),
        "加密.xlsx：工作簿加了密码，打不开。应为没有密码的工作簿。请去掉密码后另存再导入。",
    ),
    "网页.xlsx": (
        lambda path, book: _holding(path, b"<html><table></table></html>"),
        "网页.xlsx：内容不是 Excel 工作簿，只是名字像。应为真正的工作簿。请用 Excel 打开后另存为 .xlsx。",
    ),
    "台账.pdf": (
        lambda path, book: _holding(path, b"%PDF"),
        "台账.pdf：结尾是“.pdf”。能读 Excel 和 WPS 的工作簿（.xlsx、.xlsm、.xlsb、.xls、.et）、.ods、"
        "文本（.csv、.tsv、.txt）、网页表格（.html、.mht、.xml）和 .parquet。请另存为其中一种再导入。",
    ),
    "空.csv": (
        lambda path, book: _holding(path, b"\n \n"),
        "空.csv：文件是空的。应有一行表头和至少一行数据。请重新导出。",
    ),
    "改名.csv": (
        lambda path, book: _holding(path, book.read_bytes()),
        "改名.csv：结尾是 .csv，内容却是 Excel 工作簿。应为文本。请把结尾改回 .xlsx，或另存为 CSV。",
    ),
    "乱码.csv": (
        lambda path, book: _holding(path, TABLE.encode("utf-8").replace(b"\n", b"\xff\xfe\n")),
        "乱码.csv：文字编码认不出来。应为 UTF-8、GB18030（GBK）或 UTF-16（Excel 的“Unicode 文本”）。"
        "请用 Excel 另存为“CSV UTF-8”再导入。",
    ),
    "宽字符.csv": (
        lambda path, book: _holding(path, TABLE.encode("utf-16-le")[:-1]),
        "宽字符.csv：文字编码认不出来。应为 UTF-8、GB18030（GBK）或 UTF-16（Excel 的“Unicode 文本”）。"
        "请用 Excel 另存为“CSV UTF-8”再导入。",
    ),
    "引号.csv": (
        lambda path, book: _holding(path, (TABLE + '2019,"先锋指数,市教育局,3\n').encode()),
        "引号.csv › 第3行附近：有一个引号没有成对。每个左引号都要有右引号。请更正后再导入。",
    ),
    "只有表头.csv": (
        lambda path, book: _holding(path, TABLE.splitlines()[0].encode()),
        "只有表头.csv：没有一行数据。应有一行表头和至少一行数据。请检查是否交错了文件或工作表。",
    ),
    "缺列.csv": (
        lambda path, book: _holding(path, "年度,指数,部门,得分\n2019,先锋指数,市教育局,3\n".encode()),
        "缺列.csv › 第1行表头：缺少列 “单位”（指数得分）。现有列：“年度”、“指数”、“部门”、“得分”。请补上或改正表头。",
    ),
    "别的表.csv": (
        lambda path, book: _holding(path, "姓名,电话\n甲,1\n".encode()),
        "别的表.csv：看不出是哪一种表。现有列：“姓名”、“电话”。能收的表：“单位名录”、“机构沿革”、“满意度答卷”、“满意度计数表”、"
        "“意见建议”、“指数得分”、“党员积分台账”、“支部星级评定”、“服务品牌”、“作风指数分项”、“业务实绩”、“述评考”、“整改台账”、"
        "“整改三张清单”、“六大工程项目”、“好差评”、“差评处置台账”、"
        "“12345热线”、“12345诉求热点”、“领导联系点”等。请对照模板改正表头，或用版式说明。",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_whole(name, tmp_path, workbook, directory):
    make, sentence = REFUSED[name]
    path = make(tmp_path / name, workbook("损坏.xlsx", {"表": ROWS}))
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.zh == sentence
    assert refused.value.en.startswith(name) and refused.value.en != sentence


def test_letters():
    assert [column_letter(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_position(column_letter(at)) == at for at in range(2000))


def test_a_bomb_is_not_unpacked(tmp_path, workbook, directory, monkeypatch):
    monkeypatch.setattr(file_formats, "UNPACKED_LIMIT", 1000)
    with pytest.raises(Refused) as refused:
        read_file(workbook("得分.xlsx", {"表": ROWS}), None, directory)
    assert refused.value.rule == "too_large"
