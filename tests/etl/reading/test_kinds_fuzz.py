"""Random tables written as every kind of file: what is read is what was written, cell for cell."""

import html
import itertools
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
import xlwt

from etl.reading.column_letters import column_letter
from etl.reading.grid import fill_merged
from etl.reading.sources import read_grids
from tests.etl import binary_workbook, open_document
from tests.etl.open_document import COVERED
from tests.etl.reading.test_file_kinds import book_xml, rewritten

FAST, SLOW = 100, 2000  # files, of all kinds together
TEXTS = (
    *(
        "市教育局",
        "甲 乙",
        "1,104",
        "94.5%",
        "二〇二五年三月五日",
        "3个月内",
        "2025-03-05",
        "#N/A",
        "#DIV/0!",
        "０１２",
    ),
    *("<b>&\"'", "第一行\n第二行", "a;b", "=未算", "😀", "　全角　", "É", "-", "0001", "320601202503050001"),
)
Cells = list[list[str | None]]
Block = tuple[int, int, int, int]  # first row, column, last row, column, from 0


def random_table(chance: random.Random) -> tuple[Cells, list[Block]]:
    """A full first row and column, so that every reader sees the same extent; merged blocks do not overlap."""
    height, width = chance.randint(2, 8), chance.randint(2, 6)
    cells: Cells = [[chance.choice((*TEXTS, None)) for _ in range(width)] for _ in range(height)]
    cells[0] = [f"列{at}" for at in range(width)]
    for at in range(1, height):
        cells[at][0] = f"行{at}"
    blocks: list[Block] = []
    if chance.random() < 0.5 and height > 2 and width > 2:
        top, left = chance.randint(1, height - 2), chance.randint(1, width - 2)
        bottom, right = chance.randint(top, height - 1), chance.randint(left, width - 1)
        if (bottom, right) != (top, left):
            blocks.append((top, left, bottom, right))
            value = cells[top][left] or "合并"
            for row in range(top, bottom + 1):
                cells[row][left : right + 1] = [value] * (right - left + 1)
    return cells, blocks


def covered(blocks: list[Block], row: int, column: int) -> bool:
    """Whether a cell lies under a merged block and is not its first one."""
    return any(
        top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
        for top, left, bottom, right in blocks
    )


def write_xlsx(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        for block in blocks:
            sheet.merge_range(*block, cells[block[0]][block[1]])
        for at, row in enumerate(cells):
            for column, text in enumerate(row):
                if text and not covered(blocks, at, column):
                    sheet.write_string(at, column, text)
    if chance.random() < 0.3:
        rewritten(path, lambda name, data: (name.replace("/", "\\"), data))


def write_xls(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("表")
    for top, left, bottom, right in blocks:
        sheet.write_merge(top, bottom, left, right, cells[top][left])
    for at, row in enumerate(cells):
        for column, text in enumerate(row):
            if text and not any(a <= at <= c and b <= column <= d for a, b, c, d in blocks):
                sheet.write(at, column, text)
    book.save(str(path))


def write_html(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    lines = []
    for at, row in enumerate(cells):
        tags = []
        for column, text in enumerate(row):
            if covered(blocks, at, column):
                continue
            spans = [(c - a + 1, d - b + 1) for a, b, c, d in blocks if (a, b) == (at, column)] or [(1, 1)]
            wide = f' rowspan="{spans[0][0]}" colspan="{spans[0][1]}"' if spans[0] != (1, 1) else ""
            shown = html.escape(text or "").replace("\n", "<br>")
            tags.append(f"<td{wide}>{shown}</td>" if chance.random() < 0.8 else f"<td{wide}><p>{shown}</p></td>")
        lines.append("<tr>" + "".join(tags) + "</tr>")
    charset = chance.choice(("gb18030", "utf-8", "utf-16"))
    text = f'<html><meta charset="{charset}"><table>{"".join(lines)}</table></html>'
    path.write_bytes(text.encode(charset, errors="xmlcharrefreplace"))


def write_xml(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    lines = []
    for at, row in enumerate(cells):
        tags = []
        for column, text in enumerate(row):
            if not text or covered(blocks, at, column):
                continue
            spans = [(c - a, d - b) for a, b, c, d in blocks if (a, b) == (at, column)] or [(0, 0)]
            wide = f' ss:MergeDown="{spans[0][0]}" ss:MergeAcross="{spans[0][1]}"' if spans[0] != (0, 0) else ""
            data = html.escape(text).replace("\n", "&#10;")
            tags.append(f'<Cell ss:Index="{column + 1}"{wide}><Data ss:Type="String">{data}</Data></Cell>')
        lines.append(f'<Row ss:Index="{at + 1}">{"".join(tags)}</Row>')
    sheet = f'<Worksheet ss:Name="表"><Table>{"".join(lines)}</Table></Worksheet>'
    path.write_bytes(book_xml(sheet, encoding=chance.choice(("UTF-8", "UTF-16"))))


def write_text(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    mark = "\t" if path.suffix != ".csv" else chance.choice((",", "\t"))

    def cell(text: str | None) -> str:
        plain = text or ""
        return '"' + plain.replace('"', '""') + '"' if any(one in plain for one in f'{mark}"\n') else plain

    text = "".join(mark.join(map(cell, row)) + "\r\n" for row in cells)
    path.write_bytes(text.encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16"))))


def write_ods(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    """Equal neighbours are often written once, with how often they come."""
    lines = []
    for at, row in enumerate(cells):
        tags = []
        for column, text in enumerate(row):
            spans = [(c - a + 1, d - b + 1) for a, b, c, d in blocks if (a, b) == (at, column)] or [(1, 1)]
            tags.append(COVERED if covered(blocks, at, column) else open_document.cell(text, *spans[0]))
        runs = [(tag, len(list(same))) for tag, same in itertools.groupby(tags)]
        if chance.random() < 0.5:
            tags = [tag.replace("-cell", f'-cell table:number-columns-repeated="{times}"', 1) for tag, times in runs]
        lines.append("".join(tags))
    rows = [(line, len(list(same))) for line, same in itertools.groupby(lines)]
    written = [open_document.row(line, times=times) for line, times in rows]
    open_document.write(path, {"表": [*written, open_document.row(None, times=chance.choice((1, 1_000_000)))]})


def write_xlsb(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    shared: list[str] = []
    rows = [
        binary_workbook.row(
            at,
            *(
                binary_workbook.text(column, text, shared, chance.choice(("text", "shared", "rich", "formula")))
                for column, text in enumerate(row)
                if text and not covered(blocks, at, column)
            ),
        )
        for at, row in enumerate(cells)
    ]
    binary_workbook.write(path, rows, shared, blocks)


def write_parquet(path: Path, cells: Cells, blocks: list[Block], chance: random.Random) -> None:
    """The first row is the names of the columns; a merged block is only the same value in each of its cells."""
    columns = [pa.array(texts, pa.string()) for texts in zip(*cells[1:], strict=True)]
    kept = [column.dictionary_encode() if chance.random() < 0.5 else column for column in columns]
    pq.write_table(pa.table(kept, names=cells[0]), path, row_group_size=chance.randint(1, 4))


WRITERS = {
    ".xlsx": write_xlsx,
    ".xls": write_xls,
    ".html": write_html,
    ".xml": write_xml,
    ".csv": write_text,
    ".txt": write_text,
    ".ods": write_ods,
    ".xlsb": write_xlsb,
    ".parquet": write_parquet,
}


def as_a_page_shows_it(text: str | None) -> str | None:
    """White space of a web page is collapsed, line by line."""
    return "\n".join(" ".join(line.split(" ")).strip(" ") for line in text.split("\n")) if text else None


@pytest.mark.parametrize("books", [FAST, pytest.param(SLOW, marks=pytest.mark.slow)])
@pytest.mark.parametrize("ending", WRITERS)
def test_what_is_read_is_what_was_written(ending, books, tmp_path):
    for seed in range(books // len(WRITERS) + 1):
        chance = random.Random(f"{ending} {seed}")
        cells, blocks = random_table(chance)
        path = tmp_path / f"{seed}{ending}"
        WRITERS[ending](path, cells, blocks, chance)
        (grid,) = read_grids(path)
        read = [[text or None for text in row] for row in fill_merged(grid).drop("source_row").rows()]
        letters = [column_letter(at) for at in range(len(cells[0]))]
        if grid.named:
            read, letters = [grid.cells.columns[1:], *read], cells[0]
        expected = [[as_a_page_shows_it(text) for text in row] for row in cells] if ending == ".html" else cells
        assert read == expected, (ending, seed)
        assert grid.cells.columns[1:] == letters
