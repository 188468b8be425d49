"""Workbooks with damage anywhere: each is read, rejected row by row or refused in words; never a traceback, never a
half-load."""

import io
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import etl
from etl.storage import batch_folder
from tests.etl import binary_workbook, open_document
from tests.etl.workbooks import answers, asked, files_below, units

HEADER = ["年度", "答卷编号", "单位", "评议层面", "量表", "评价"]
FORMS = [[2019, f"f{at}", "市教育局", "群众", "cz4", "满意"] for at in range(40)]
FILE_EXTENSIONS = ("xlsx", "xls", "ods", "xlsb", "csv", "parquet")
DAMAGE = ("cut", "zeros", "noise", "inner noise", "inner cut", "lost part", "doubled")


def sound_files(folder: Path) -> dict[str, bytes]:
    """The same forms as six kinds of file."""
    book = folder / "forms.xlsx"
    with xlsxwriter.Workbook(str(book)) as workbook:
        sheet = workbook.add_worksheet("答卷")
        for at, row in enumerate([HEADER, *FORMS]):
            sheet.write_row(at, 0, row)
    old = xlwt.Workbook(encoding="utf-8")
    page = old.add_sheet("答卷")
    for at, row in enumerate([HEADER, *FORMS]):
        for column, value in enumerate(row):
            page.write(at, column, value)
    old.save(str(folder / "forms.xls"))
    open_document.write(folder / "forms.ods", {"答卷": [open_document.row(*row) for row in [HEADER, *FORMS]]})
    rows = [
        binary_workbook.row(at, *(binary_workbook.text(column, str(said), []) for column, said in enumerate(row)))
        for at, row in enumerate([HEADER, *FORMS])
    ]
    binary_workbook.write(folder / "forms.xlsb", rows)
    frame = pl.DataFrame(FORMS, schema=HEADER, orient="row")
    frame.write_csv(folder / "forms.csv")
    frame.write_parquet(folder / "forms.parquet")
    return {ending: (folder / f"forms.{ending}").read_bytes() for ending in FILE_EXTENSIONS}


@st.composite
def blows(draw: st.DrawFn) -> tuple[str, float, float, bytes, int]:
    """A kind of damage, where it starts and how much it hits (shares of the file), what it leaves, which part."""
    where, much = draw(st.floats(0, 1)), draw(st.floats(0, 0.3))
    return (
        draw(st.sampled_from(DAMAGE)),
        where,
        much,
        draw(st.binary(min_size=1, max_size=24)),
        draw(st.integers(0, 99)),
    )


def struck(data: bytes, blow: tuple[str, float, float, bytes, int]) -> bytes:
    kind, where, much, left, part = blow
    if kind in ("inner noise", "inner cut", "lost part"):
        return _struck_inside(data, blow) if data[:2] == b"PK" else struck(data, ("noise", where, much, left, part))
    start = int(where * len(data))
    end = start + int(much * len(data))
    middle = {"cut": None, "zeros": bytes(end - start), "noise": left, "doubled": data[start:end] * 2}[kind]
    return data[:start] if middle is None else data[:start] + middle + data[end:]


def _struck_inside(data: bytes, blow: tuple[str, float, float, bytes, int]) -> bytes:
    """One part of the workbook struck, the package sound again around it: checksums do not give it away."""
    kind, where, much, left, part = blow
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    hit = sorted(parts)[part % len(parts)]
    if kind == "lost part":
        del parts[hit]
    else:
        parts[hit] = struck(parts[hit], ("noise" if kind == "inner noise" else "cut", where, much, left, part))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def with_forms(home_after, tmp_path) -> tuple[Path, dict[str, bytes]]:
    """A home in use, and the sound files."""
    home = home_after(
        "one answer", lambda folder: etl.load([*units(folder), answers(folder, "before.csv", ("a1", "C", "satisfied"))])
    )
    sound = sound_files(tmp_path)
    assert [file.accepted for file in etl.check([*map(str, tmp_path.glob("forms.*"))]).files] == [40] * len(
        FILE_EXTENSIONS
    )
    return home, sound


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ending=st.sampled_from(["xlsx", *FILE_EXTENSIONS]), blow=blows())
def test_a_damaged_file_is_judged_or_refused_in_words(with_forms, ending, blow):
    home, sound = with_forms
    path = home.parent / f"damaged.{ending}"
    path.write_bytes(struck(sound[ending], blow))
    before = files_below(home)
    report = etl.check([path])
    assert files_below(home) == before
    for file in report.files:
        if file.refused:
            assert file.refused.zh.startswith("damaged.") and len(file.refused.zh) > 15
        else:
            assert file.rows_read == file.accepted + file.rejected + file.skipped
            assert set(file.faults["rule"]) == set(file.reasons)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ending=st.sampled_from(FILE_EXTENSIONS), blow=blows())
def test_a_damaged_file_is_loaded_whole_or_not_at_all(with_forms, ending, blow):
    home, sound = with_forms
    path = home.parent / f"damaged.{ending}"
    path.write_bytes(struck(sound[ending], blow))
    batches_before, build = set(batch_folder().iterdir()), (home / "builds" / "current").read_text()
    report = etl.load([path])
    new = set(batch_folder().iterdir()) - batches_before
    if report.exit_code == 2:
        assert not new and (home / "builds" / "current").read_text() == build
    else:
        assert {batch.name for batch in new} <= {file.batch_id for file in report.files}
        counted = asked("select sum(accepted), sum(rows_read) from batch where file like 'damaged%'")
        assert all(accepted <= read for accepted, read in counted if accepted is not None)
    for file in report.files:  # each example begins in the home as it was
        if file.batch_id and not file.unchanged:
            etl.withdraw(file.batch_id)
