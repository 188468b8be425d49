"""The kinds of file under the names of workbooks: web pages, XML Spreadsheet 2003, text, packages zipped otherwise."""

import io
import zipfile
from collections.abc import Callable
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from pathlib import Path

import pytest

from etl.intake.file_intake import Refused, read_file
from etl.reading.grid import fill_merged
from etl.reading.sources import read_grids
from tests.etl import binary_workbook

HEADER = ["年度", "指数", "单位", "得分"]
ROWS = [["2019", "先锋指数", "市教育局", "94.5"], ["2019", "堡垒指数", "崇川区", "88"]]
TABLE = [HEADER, *ROWS]
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def html(rows: list[list[str]], tag: str = "td") -> str:
    lines = ("".join(f"<{tag}>{cell}</{tag}>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def sheet_xml(name: str, rows: list[list[str]]) -> str:
    lines = ("".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in row) for row in rows)
    table = "".join(f"<Row>{line}</Row>" for line in lines)
    return f'<Worksheet ss:Name="{name}"><Table>{table}</Table></Worksheet>'


def book_xml(*sheets: str, encoding: str = "UTF-8") -> bytes:
    text = f'<?xml version="1.0" encoding="{encoding}"?><?mso-application progid="Excel.Sheet"?>'
    text += f'<Workbook xmlns="{SPREADSHEET}" xmlns:ss="{SPREADSHEET}">{"".join(sheets)}</Workbook>'
    return text.encode(encoding)


def separated(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in TABLE)


def page(rows: list[list[str]] = TABLE, charset: str = "gb2312") -> bytes:
    head = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body>'
    return f"{head}{html(rows)}</body></html>".encode("gb18030" if charset.startswith("gb") else charset)


def excel_page() -> bytes:
    """As Excel saves one: its namespaces, and a long style sheet before the table."""
    names = 'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns="http://www.w3.org/TR/REC-html40"'
    head = f'<html {names}><head><meta charset="utf-8"><style>{"p{} " * 30_000}</style></head>'
    return f"{head}<body>{html(TABLE)}</body></html>".encode()


def archive() -> bytes:
    """As Excel saves a web page in one file: a frame that refers to the page of its sheet."""
    frame = b'<html><frameset><frame src="cid:1"></frameset></html>'
    whole = MIMEMultipart("related", "=_next_part")
    for data in (frame, page()):
        part = MIMEBase("text", "html")
        part.set_payload(data)
        encode_base64(part)
        whole.attach(part)
    return b"MIME-Version: 1.0\nX-Document-Type: Workbook\n" + whole.as_bytes().replace(b"MIME-Version: 1.0\n", b"", 1)


FILES = {
    "网页.xls": page(),
    "单个文件网页.xls": archive(),
    "单个文件网页.mht": archive(),
    "网页utf8.xls": page(charset="utf-8"),
    "网页.html": page(),
    "网页utf16.xls": f"<html><body>{html(TABLE)}</body></html>".encode("utf-16"),
    "片段.xls": html(TABLE, "th").encode(),
    "标题.xls": b"\xef\xbb\xbf\r\n<!-- made by a system --><div>" + f"<h1>2019</h1>{html(TABLE)}</div>".encode(),
    "另存的网页.xls": excel_page(),
    "工作簿.xls": book_xml(sheet_xml("表", TABLE)),
    "工作簿.xml": book_xml(sheet_xml("表", TABLE)),
    "国标.xls": book_xml(sheet_xml("表", TABLE), encoding="gb18030"),
    "制表符.xls": separated("\t").encode("gb18030"),
    "有标题.xls": ("先锋指数得分表\r\n" + separated("\t")).encode("gb18030"),
    "逗号.xls": separated(",").encode(),
    "制表符.et": separated("\t").encode(),
    "文本.txt": separated("\t").encode("gb18030"),
    "文本.tsv": separated("\t").encode(),
    "小端.csv": separated("\t").encode("utf-16"),
    "大端.txt": b"\xfe\xff" + separated("\t").encode("utf-16-be"),
    "竖线.csv": separated("|").encode(),
    "全角逗号.txt": separated("，").encode("gb18030"),
    "宽字符.xls": separated("\t").encode("utf-16"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_rows_of_every_kind_are_read(name, tmp_path, directory):
    (tmp_path / name).write_bytes(FILES[name])
    (intake,) = read_file(tmp_path / name, None, directory)
    assert intake.accepted.select("survey_year", "index", "unit_id", "score").rows() == [
        (2019, "pioneer", "A1", 94.5),
        (2019, "fortress", "D1", 88.0),
    ]
    assert intake.rejected_rows == 0


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("网页.xls", ["网页.xls：内容是网页，已读入其中的表格。"]),
        ("制表符.xls", ["制表符.xls：名字像工作簿，内容是文本，已按文本读入。"]),
        ("单个文件网页.xls", ["单个文件网页.xls：内容是网页，已读入其中的表格。"]),
        ("单个文件网页.mht", []),
        ("网页.html", []),
        ("文本.txt", []),
        ("工作簿.xls", []),
    ],
)
def test_the_sender_is_told_what_the_file_is(name, said, tmp_path, directory):
    (tmp_path / name).write_bytes(FILES[name])
    assert [notice["zh"] for notice in read_file(tmp_path / name, None, directory)[0].notices] == said


def only_grid(path: Path) -> list[tuple[str | None, ...]]:
    (grid,) = read_grids(path)
    return fill_merged(grid).drop("source_row").rows()


def test_cells_of_a_page_that_span_rows_and_columns(tmp_path):
    text = """<table><caption>表</caption>
    <thead><tr><th rowspan=2>单位<th colspan=2>满意率</tr><tr><th>上年<th>本年</tr></thead>
    <tr><td rowspan="0">甲<td>1</td><td>2<br>三</td></tr><tr style="display:none"><td colspan="2">4</td></tr></table>"""
    path = tmp_path / "页.xls"
    path.write_text(f"<html>{text}</html>", encoding="utf-8")
    assert only_grid(path) == [
        ("单位", "满意率", "满意率"),
        ("单位", "上年", "本年"),
        ("甲", "1", "2\n三"),
        ("甲", "4", "4"),
    ]
    assert read_grids(path)[0].features.hidden_rows == {4}


def test_nothing_in_a_page_is_executed_or_fetched_and_its_marks_are_no_text(tmp_path):
    cell = (
        "<b>甲</b><script>alert(1)</script><style>b{}</style><img src='http://a.invalid/x'>&nbsp;<i>乙 </i>\n 丙&#32;"
    )
    (tmp_path / "页.xls").write_text(f"<table><tr><td>{cell}</td><td><p>一</p><p>二</p></td></tr></table>", "utf-8")
    assert [text.replace("\xa0", " ") for text in only_grid(tmp_path / "页.xls")[0]] == ["甲 乙 丙", "一\n二"]


def test_a_table_in_a_cell_and_several_tables_are_sheets_of_their_own(tmp_path, directory):
    other = html([["说明", "无"]])
    (tmp_path / "页.xls").write_text(f"<html>{other}<table><tr><td>表{html(TABLE)}</td></tr></table></html>", "utf-8")
    assert [grid.sheet for grid in read_grids(tmp_path / "页.xls")] == ["1", "2", "3"]
    (intake,) = read_file(tmp_path / "页.xls", None, directory)
    assert intake.accepted_rows == 2
    assert intake.notices[-1]["zh"] == (
        "页.xls：工作表“1”、“2”看不出是哪一种表，没有读取。要读取的，请对照模板改正表头，或用版式说明。"
    )


def test_gaps_merges_dates_and_hidden_parts_of_xml_2003(tmp_path):
    rows = """<Column ss:Index="2" ss:Hidden="1" ss:Span="1"/>
    <Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
    <Cell ss:Index="4"><Data ss:Type="DateTime">2025-03-05T00:00:00.000</Data></Cell>
    <Cell><Data ss:Type="DateTime">2025-03-05T08:30:00.000</Data></Cell></Row>
    <Row ss:Hidden="1"><Cell ss:Index="3"><Data ss:Type="Number">12</Data></Cell>
    <Cell><Data ss:Type="Number">0.1</Data></Cell><Cell><Data ss:Type="Boolean">1</Data></Cell>
    <Cell><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=R[-1]C+1"/></Row>"""
    rich = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>乙</B>丙</ss:Data>'
    rows += f"<Row ss:Span='2'/><Row><Cell>{rich}</Cell></Row>"
    sheet = f'<Worksheet ss:Name="表"><Table>{rows}</Table></Worksheet>'
    (tmp_path / "簿.xls").write_bytes(book_xml(sheet, sheet_xml("第二张", TABLE)))
    first, second = read_grids(tmp_path / "簿.xls")
    assert (first.sheet, second.sheet, second.cells.height) == ("表", "第二张", 3)
    assert fill_merged(first).drop("source_row").rows()[1:3] == [
        ("甲", "甲", None, "2025-03-05", "2025-03-05 08:30:00", None, None),
        ("甲", "甲", "12", "0.1", "true", "#N/A", "=R[-1]C+1"),
    ]
    assert (first.cells.height, first.cells["A"][6]) == (7, "乙丙")
    assert (first.features.hidden_rows, first.features.hidden_columns) == ({3}, {"B", "C"})


def test_xml_that_names_outer_entities_reads_nothing_of_them(tmp_path):
    (tmp_path / "秘密.txt").write_text("秘密", "utf-8")
    bad = book_xml(sheet_xml("表", [*TABLE, ["&x;", "", "", ""]])).decode()
    outer = f'<!DOCTYPE Workbook [<!ENTITY x SYSTEM "file://{tmp_path}/秘密.txt">]><Workbook'
    (tmp_path / "簿.xls").write_text(bad.replace("<Workbook", outer, 1), "utf-8")
    assert "秘密" not in str(only_grid(tmp_path / "簿.xls"))


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: data.replace(b"</Row>", b"", 1)])
def test_damaged_xml_is_refused(damage, tmp_path, directory):
    (tmp_path / "簿.xls").write_bytes(damage(FILES["工作簿.xls"]))
    with pytest.raises(Refused) as refused:
        read_file(tmp_path / "簿.xls", None, directory)
    assert refused.value.zh == "簿.xls：文件不完整或已损坏，打不开。应为完整的文件。请重新发送或重新导出。"


# --- packages -------------------------------------------------------------------------------------------------------


def rewritten(path: Path, changed: Callable[[str, bytes], tuple[str, bytes]]) -> Path:
    """The package with every part renamed or changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(*changed(name, old.read(name)))
    path.write_bytes(made.getvalue())
    return path


def test_parts_named_with_back_slashes(workbook, directory):
    path = rewritten(workbook("表.xlsx", {"表": TABLE}), lambda name, data: (name.replace("/", "\\"), data))
    (intake,) = read_file(path, None, directory)
    assert intake.accepted_rows == 2


def test_a_package_under_a_name_of_wps(workbook, directory):
    path = workbook("表.xlsx", {"表": TABLE})
    assert read_file(path.rename(path.with_suffix(".et")), None, directory)[0].accepted_rows == 2


def test_a_binary_workbook(tmp_path, directory):
    shared: list[str] = []
    rows = [
        binary_workbook.row(at, *(binary_workbook.text(column, said, shared) for column, said in enumerate(row)))
        for at, row in enumerate(TABLE)
    ]
    (intake,) = read_file(binary_workbook.write(tmp_path / "表.xlsb", rows), None, directory)
    assert intake.accepted.select("survey_year", "unit_id", "score").rows() == [(2019, "A1", 94.5), (2019, "D1", 88.0)]


def test_prose_with_full_width_commas_is_cut_at_the_usual_ones(text_file, directory):
    text = "年度,指数,单位,得分,备注\n2019,先锋指数,市教育局,94.5,甲，乙\n2019,堡垒指数,市教育局,88,丙，丁\n"
    assert read_file(text_file("指数.csv", text), None, directory)[0].accepted_rows == 2


def test_a_web_archive_without_a_table_is_no_workbook(tmp_path, directory):
    (tmp_path / "信.mht").write_bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x--\n")
    with pytest.raises(Refused) as refused:
        read_file(tmp_path / "信.mht", None, directory)
    assert refused.value.rule == "not_workbook"
