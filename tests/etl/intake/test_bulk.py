"""What is read in bulk is exactly what the ordinary reader would have taken, rejected and said."""

import csv
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import etl
from etl.contracts.faults import Refused
from etl.intake import bulk, large_file, row_hashes
from etl.intake.file_intake import Intake, read_file
from etl.reading import arrow_slices
from etl.reading.layout_file import Layout
from tests.etl.workbooks import ANSWER_COLUMNS, answers, asked, sent, units

GOOD = [2024, "F0001", "市教育局", "overall", "residents", "paper", "cz4", "satisfied"]
UNITS = ["市教育局", "教育局", "市 教育局", "A1", "规划局", "没有这个单位", None, "环保局"]
FORMS = [
    "=A1",
    "=f2",
    "=…",
    "#REF!",
    "#7",
    '="F0003"',
    "'0001",
    "F0001",
    "F0002",
    "f0001",
    "Ｆ0001",
    " F0001 ",
    "-",
    "无",
    None,
    "第三份",
    "合计",
    "NA",
]
ANSWERS = ["satisfied", "满意", "非常满意", "不了解", None, "很好", "/"]
YEARS = ["2024", "2024年", "２０２４", "二〇二四", None]
WIDE = """
dataset = "survey_response"
[columns]
survey_year = "年度"
form_id = "答卷编号"
unit_id = "单位"
group = "层面"
[constants]
scale_id = "cz4"
[unpivot]
headers = ["总体", "办事效率"]
name_to = "item"
value_to = "answer"
[values.item]
"总体" = "overall"
"办事效率" = "efficiency"
"""


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(large_file, "LARGE_FILE_SIZE", {"csv": 0, "parquet": 0})


@pytest.fixture
def small_slices(monkeypatch, everything_is_large):
    monkeypatch.setattr(arrow_slices, "SLICE_BYTES", 700)
    monkeypatch.setattr(arrow_slices, "SLICE_ROWS", 5)


def both(path: Path, directory, folder: Path, layout: Layout | None = None) -> tuple[Intake, Intake]:
    """The same file read in bulk, its rows taken back from the disk, and the ordinary way."""
    room = folder / "room"
    room.mkdir(parents=True, exist_ok=True)
    large = bulk.read_large_file(path, layout, directory, lambda: room)
    assert large is not None and large.bulk is not None
    rows = pl.read_parquet(room / "accepted.parquet")
    assert (room / f"original{path.suffix}").read_bytes() == path.read_bytes()
    assert rows.height == large.rows
    (ordinary,) = read_file(path, layout, directory)
    return replace(large, accepted=rows), ordinary


def equal(large: Intake, ordinary: Intake) -> None:
    for name in (field.name for field in fields(Intake)):
        one, other = getattr(large, name), getattr(ordinary, name)
        if name == "accepted":
            assert one.schema == other.schema
            assert one.sort(one.columns).equals(other.sort(other.columns))
        elif isinstance(other, pl.DataFrame):
            assert one.sort(one.columns).to_dicts() == other.sort(other.columns).to_dicts(), name
        elif name not in ("bulk", "registered", "rejected"):
            assert one == other, name


def row(**changed) -> list:
    return [changed.get(name, value) for name, value in zip(ANSWER_COLUMNS, GOOD, strict=True)]


UNTIDY = {
    "plain": [row(form_id=f"F{at:04}", answer=("satisfied", "满意")[at % 2]) for at in range(40)],
    "an unknown unit": [row(form_id=f"F{at}", unit_id=UNITS[at % len(UNITS)]) for at in range(40)],
    "forms that want tidying": [row(form_id=form, unit_id=unit) for form in FORMS for unit in UNITS],
    "one answer twice": [row(), row(form_id="F2"), row(), row(answer="不满意"), row(unit_id="教育局")],
    "a good and a bad row of one key": [row(), row(answer="很好")],
    "empty answers": [row(form_id=f"F{at}", answer=ANSWERS[at % len(ANSWERS)]) for at in range(30)],
    "years in many ways": [row(form_id=f"F{at}", survey_year=YEARS[at % len(YEARS)]) for at in range(30)],
    "a total": [row(), ["合计", None, None, None, None, None, None, "1"]],
    "a note": [row(), ["注：以上为示例", *[None] * 7]],
    "blank items and channels": [
        row(form_id=f"F{at}", item=("overall", None, "efficiency")[at % 3], channel=("online", None)[at % 2])
        for at in range(30)
    ],
    "blank rows": [row(), [None] * 8, row(form_id="F2"), [None] * 8],
    "short and long rows": [row(), row(form_id="F2")[:5], [*row(form_id="F3"), "x", "y"], [*row(form_id="F4"), None]],
    "quotation marks": [row(form_id='a "quoted" form'), row(form_id="two\nlines"), row(form_id="a,comma")],
    "no good row": [row(unit_id="没有这个单位"), row(unit_id="也没有", form_id="F2")],
}


@pytest.mark.parametrize("rows", UNTIDY.values(), ids=UNTIDY.keys())
def test_untidy_text_is_judged_as_ever(rows, tmp_path, directory, small_slices):
    equal(*both(sent(tmp_path, "答卷.csv", [ANSWER_COLUMNS, *rows]), directory, tmp_path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("name", ["an unknown unit", "short and long rows"])
def test_in_any_encoding(name, encoding, tmp_path, directory, small_slices):
    path = sent(tmp_path, "答卷.csv", [ANSWER_COLUMNS, *UNTIDY[name]])
    path.write_bytes(path.read_text(encoding="utf-8").encode(encoding))
    equal(*both(path, directory, tmp_path))


@pytest.mark.parametrize("delimiter", [";", "\t"])
@pytest.mark.parametrize("name", ["a total", "quotation marks", "short and long rows"])
def test_cut_by_something_else_and_with_a_mark(name, delimiter, tmp_path, directory, small_slices):
    path = tmp_path / "答卷.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        stream.write("\ufeff")
        csv.writer(stream, delimiter=delimiter).writerows([ANSWER_COLUMNS, *UNTIDY[name], ANSWER_COLUMNS])
    large, ordinary = both(path, directory, tmp_path)
    equal(large, ordinary)
    assert ordinary.accepted_rows > 0 and ordinary.skipped_rows > 0  # at least the header once more


def test_a_title_above_the_header_and_columns_nobody_asked_for(tmp_path, directory, small_slices):
    rows = [[at, *row(form_id=f"F{at}"), f"10:{at:02}"] for at in range(30)]
    header = ["序号", *ANSWER_COLUMNS, "提交时间"]
    path = sent(tmp_path, "示例数据.csv", [["某市满意度调查"], header, *rows, [31, *row(unit_id="没有"), "11:00"]])
    large, ordinary = both(path, directory, tmp_path)
    equal(large, ordinary)
    assert large.rejected.to_dicts() == ordinary.rejected.to_dicts()
    assert large.sample and large.rejected_rows == 1


@pytest.mark.parametrize("unit", ["市教育局", "没有"])
def test_a_column_without_a_header_before_the_others(unit, tmp_path, directory, small_slices):
    rows = [[at, *row(form_id=f"F{at}", unit_id=unit)] for at in range(30)]
    large, ordinary = both(sent(tmp_path, "答卷.csv", [["", *ANSWER_COLUMNS], *rows]), directory, tmp_path)
    equal(large, ordinary)
    assert "“A”列有内容，却没有表头" in large.notices[0]["zh"]


@pytest.mark.parametrize("name", ["plain", "an unknown unit", "one answer twice", "empty answers", "no good row"])
def test_parquet_is_judged_as_ever(name, tmp_path, directory, small_slices):
    frame = pl.DataFrame(UNTIDY[name], schema=ANSWER_COLUMNS, orient="row")
    path = tmp_path / "答卷.parquet"
    frame.with_columns(pl.lit(1.5).alias("weight")).write_parquet(path)
    equal(*both(path, directory, tmp_path))


def test_a_wide_form_is_judged_as_ever(tmp_path, directory, small_slices, text_file):
    layout = Layout.from_file(text_file("wide.toml", WIDE))
    header = ["答卷编号", "年度", "单位", "层面", "总体", "办事效率"]
    answered = [["非常满意", "满意", "很好", None, "不了解"][at % 5] for at in range(60)]
    rows = [[f"F{at % 50}", 2024, UNITS[at % 3], "居民", answered[at], answered[at // 2]] for at in range(60)]
    equal(*both(sent(tmp_path, "答卷.csv", [header, *rows]), directory, tmp_path, layout))


cell = st.fixed_dictionaries(
    {
        "form_id": st.sampled_from(FORMS),
        "unit_id": st.sampled_from(UNITS),
        "answer": st.sampled_from(ANSWERS),
        "survey_year": st.sampled_from(YEARS),
        "item": st.sampled_from(["overall", "efficiency", "态度", None]),
    }
)


@given(st.lists(cell, min_size=1, max_size=25))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_rows_are(directory, small_slices, tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("any")
    path = sent(folder, "答卷.csv", [ANSWER_COLUMNS, row(form_id="X1"), *(row(**changed) for changed in rows)])
    equal(*both(path, directory, folder))


# --- what is not for it ---------------------------------------------------------------------------------------------


def test_small_files_and_other_datasets_are_read_the_ordinary_way(tmp_path, directory):
    assert (
        bulk.read_large_file(answers(tmp_path, "few.csv", ("f1", "A1", "satisfied")), None, directory, lambda: None)
        is None
    )
    assert bulk.read_large_file(units(tmp_path)[0], None, directory, lambda: None) is None


def test_a_quotation_mark_that_is_never_closed_is_refused_as_ever(fresh_home, tmp_path, small_slices):
    path = answers(tmp_path, "open.csv", *((f"f{at}", "A1", "satisfied") for at in range(3000)))
    path.write_text(path.read_text(encoding="utf-8").replace("f2900", '"f2900'), encoding="utf-8")
    (file,) = etl.check([path]).files
    assert file.refused and file.refused.zh == (
        "open.csv › 第2902行附近：有一个引号没有成对。每个左引号都要有右引号。请更正后再导入。"
    )


def test_no_encoding_fits(tmp_path, directory, small_slices):
    path = answers(tmp_path, "latin.csv", *((f"f{at}", "A1", "satisfied") for at in range(99)))
    path.write_bytes(path.read_bytes() + b"2024,caf\xe9\xff\n")
    with pytest.raises(Refused) as refused:
        bulk.read_large_file(path, None, directory, lambda: None)
    assert refused.value.rule == "encoding"


def test_too_many_faults_to_list_refuse_the_file(tmp_path, directory, everything_is_large, monkeypatch):
    monkeypatch.setattr(bulk, "MAX_UNUSUAL_ROWS", 5)
    path = sent(tmp_path, "答卷.csv", [ANSWER_COLUMNS, *(row(form_id=f"F{at}", unit_id="无此局") for at in range(9))])
    with pytest.raises(Refused) as refused:
        bulk.read_large_file(path, None, directory, lambda: None)
    assert refused.value.zh == (
        "答卷.csv：有 9 行不能导入，多到无法逐行列出，整个文件未导入。第一处：答卷.csv › 第2行 C列："
        "“无此局”不在单位名录中。请更正，或先在单位名录中登记。"
        "应为各列与表头一致、答卷编号不重复的答卷。请先核对版式和编码再报送。"
    )


# --- through the door -----------------------------------------------------------------------------------------------


def test_loaded_in_bulk_the_build_is_the_same(fresh_home, tmp_path, small_slices, monkeypatch):
    given = [(f"f{at}", "BCA"[at % 2], "satisfied", 2019, ("overall", "efficiency")[at % 3 > 0]) for at in range(60)]
    path = answers(tmp_path, "答卷.csv", *given, ("f0", "B", "satisfied"), ("x", "无此局", "satisfied"))
    tables = ("survey_answer", "survey_form", "rejected_row")
    shown = [f"select * exclude (batch_id) from {table} order by all" for table in tables]
    etl.load(units(tmp_path))
    report = etl.load([path])
    found = [asked(sql) for sql in shown]
    assert etl.load([path]).files[0].unchanged
    etl.withdraw(report.files[0].batch_id)
    monkeypatch.undo()
    monkeypatch.setenv("RONGHE_HOME", str(fresh_home))
    etl.load([path])
    assert [asked(sql) for sql in shown] == found


def test_check_writes_nothing(fresh_home, tmp_path, everything_is_large):
    etl.load(units(tmp_path))
    report = etl.check([answers(tmp_path, "答卷.csv", ("f1", "B", "satisfied"))])
    assert (report.files[0].accepted, report.exit_code) == (1, 0)
    assert not (fresh_home / "staged").exists()


def test_batches_with_no_form_in_common_are_told_apart_by_their_fingerprints(tmp_path):
    for name, forms in (("one", range(1000)), ("two", range(1000, 1400)), ("three", range(999, 1001))):
        (tmp_path / name).mkdir()
        row_hashes.write_form_hashes(
            np.sort(row_hashes.hash_texts(pl.Series([f"F{at}" for at in forms]))), tmp_path / name
        )
    assert not row_hashes.share_forms(tmp_path / "one", tmp_path / "two")
    assert row_hashes.share_forms(tmp_path / "one", tmp_path / "three")
    assert row_hashes.share_forms(tmp_path / "three", tmp_path / "two")
