"""No person's number and no name gets past the door."""

import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest
import xlsxwriter

import etl
from etl.reading import pseudonyms
from etl.reading.layouts import standard_layout
from etl.warehouse import batches
from tests.etl.workbooks import asked, environment, sent

HEADER = ["年度", "党员编号", "姓名", "流水号", "单位", "类型", "分值", "事由", "备注"]
ROWS = [
    ["2024", "NT-320601-0007", "欧阳铁柱", "1", "市教育局", "基础分", "80", "", "欧阳铁柱本人填"],
    ["2024", "NT-320601-0007", "欧阳铁柱", "2", "市教育局", "加分", "5", "欧阳铁柱同志获表彰", ""],
    ["2024", "ＮＴ-320601-0007 ", "欧阳铁柱", "3", "市教育局", "加分", "好多", "", ""],
    ["2024", "NT-320601-0008", "司马冬梅", "1", "南城", "基础分", "80", "司马冬梅漏填", ""],
]
SECRETS = ("NT-320601-0007", "NT-320601-0008", "欧阳铁柱", "司马冬梅")


@pytest.fixture
def loaded(units_home, tmp_path) -> tuple[Path, Path, etl.Report]:
    ledger = sent(tmp_path, "积分台账.csv", [HEADER, *ROWS])
    return units_home, ledger, etl.load([ledger])


def everything_written(home: Path) -> dict[str, str]:
    """Every file below a home as text: Parquet and DuckDB files by what is in them, and all by their raw bytes."""
    texts = {}
    for file in (path for path in home.rglob("*") if path.is_file()):
        content = file.read_bytes().decode("utf-8", errors="ignore")
        if file.suffix == ".parquet":
            content += pl.read_parquet(file, glob=False).write_json()
        if file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as build:
                for (table,) in build.sql("select table_name from duckdb_tables()").fetchall():
                    content += build.sql(f'select * from "{table}"').pl().write_json()
        texts[str(file.relative_to(home))] = content
    return texts


def test_the_good_rows_are_in_and_the_bad_ones_told(loaded):
    _, _, report = loaded
    (file,) = report.files
    assert (file.dataset, file.accepted, file.rejected) == ("member_points", 2, 2)
    assert file.reasons == {"unknown_unit": 1, "unread_number": 1}
    assert asked("select count(distinct member_id), sum(points) from member_points") == [(1, 85.0)]


def test_no_number_and_no_name_is_written_anywhere(loaded):
    home, _, _ = loaded
    texts = everything_written(home)
    assert len(texts) > 10
    assert {(file, secret) for file, text in texts.items() for secret in SECRETS if secret in text} == set()
    kept = next(text for file, text in texts.items() if "member_points" in file and file.endswith("original.csv"))
    assert "某某同志获表彰" in kept and "好多" in kept and "南城" in kept and "备注" not in kept


def test_the_key_is_for_its_owner_only_and_in_no_batch(loaded):
    home, _, _ = loaded
    key = home / pseudonyms.KEY_FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    others = {file: text for file, text in everything_written(home).items() if file != pseudonyms.KEY_FILE}
    assert not any(key.read_text() in text for text in others.values())


def test_the_same_file_again_changes_nothing(loaded):
    home, ledger, _ = loaded
    run = [sys.executable, "-m", "etl", "load", str(ledger), "--json"]
    again = subprocess.run(run, cwd=Path(__file__).parents[3], env=environment(home), capture_output=True, text=True)
    assert '"unchanged": true' in again.stdout


def pseudonym_of(numbers: pl.DataFrame) -> list:
    hidden, _ = pseudonyms.pseudonymize(numbers, standard_layout("member_points"), pl.DataFrame())
    return hidden["member_id"].to_list()


def test_a_member_has_one_pseudonym_whatever_the_widths_and_another_key_another(fresh_home, monkeypatch):
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "one")
    numbers = pl.DataFrame({"member_id": ["P7", "Ｐ７ ", "p 7", "P8", None, "无"]})
    hidden = pseudonym_of(numbers)
    assert hidden[0] == hidden[1] == hidden[2] != hidden[3]
    assert hidden[4:] == [None, None] and len(hidden[0]) == pseudonyms.DIGITS
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "another")
    assert pseudonym_of(numbers)[0] != hidden[0]


def test_a_check_leaves_no_key_behind(fresh_home, tmp_path):
    etl.check([sent(tmp_path, "积分台账.csv", [HEADER, *ROWS])])
    assert not (fresh_home / pseudonyms.KEY_FILE).exists()


def found_on_disk(home: Path, *secrets: str) -> set[tuple[str, str]]:
    return {(file, secret) for file, text in everything_written(home).items() for secret in secrets if secret in text}


ASTRAY = [
    # A number within a running number and within prose; a name with a space in prose.
    ["2024", "NT-320601-0011", "上官小红", "NT-320601-0011-1", "C", "加分", "3", "上官 小红、NT-320601-0012", ""],
    # Cells that slipped to the right: a name where the unit belongs, a number where the points belong.
    ["2024", "NT-320601-0012", "诸葛明", "1", "诸葛明", "加分", "NT-320601-0012", "", ""],
    # The same entry twice.
    ["2024", "NT-320601-0013", "令狐冲之", "1", "市教育局", "令狐冲之", "1", "", ""],
    ["2024", "NT-320601-0013", "令狐冲之", "1", "市教育局", "加分", "2", "", ""],
]  # fmt: skip
ASTRAY_SECRETS = [row[at] for row in ASTRAY for at in (1, 2)] + ["上官 小红"]


def test_numbers_and_names_in_wrong_places_are_hidden_too(units_home, tmp_path):
    report = etl.load([sent(tmp_path, "积分台账.csv", [HEADER, *ASTRAY])], annotate=tmp_path / "退回")
    assert (report.files[0].accepted, report.files[0].rejected) == (1, 3)
    assert found_on_disk(units_home, *ASTRAY_SECRETS) == set()
    told = report.files[0].faults["message_zh"]
    assert "积分台账.csv › 第3行 E列：“某某”不在单位名录中。请更正，或先在单位名录中登记。" in told.to_list()
    assert not any(secret in message for message in told for secret in ASTRAY_SECRETS)
    (returned,) = (tmp_path / "退回").iterdir()  # the sender's own: it goes back, and is in no way kept
    assert "积分台账" in returned.name


def test_a_running_number_reads_the_same_whoever_else_is_in_the_workbook(units_home, tmp_path):
    entry = ["2024", "NT-320601-0011", "上官小红", "NT-320601-0012-1", "市教育局", "加分", "3", "", ""]
    other = ["2024", "NT-320601-0012", "诸葛明", "1", "市教育局", "加分", "3", "", ""]
    etl.load([sent(tmp_path, "积分.csv", [HEADER, entry])])
    (file,) = etl.load([sent(tmp_path, "全部.csv", [HEADER, entry, other])]).files
    newest = batches.all_batches()[-1]
    assert (sum(newest.revises.values()), sum(newest.repeats.values())) == (1, 1)
    assert (file.revised, file.repeated) == (None, None)
    assert asked("select count(*) from member_points") == [(2,)]


def test_who_was_appraised_is_hidden_in_the_post_too(units_home, tmp_path):
    header = ["年度", "单位", "述职人姓名", "职务", "人员编号", "等次"]
    etl.load([sent(tmp_path, "述评考.csv", [header, ["2019", "市教育局", "慕容大海", "局长慕容大海", "S-0001", "好"]])])
    assert asked("select post, grade from appraisal") == [("局长某某", "good")]
    assert found_on_disk(units_home, "慕容大海", "S-0001") == set()


SCORES = ["年度", "指数", "对象层级", "对象编号", "姓名", "单位", "得分"]


def test_given_scores_of_members_are_hidden_and_meet_the_computed_ones(units_home, tmp_path):
    ledger = [["2024", "NT-320601-0007", "", "1", "市教育局", "加分", "5", "", ""]]
    scores = [
        ["2024", "先锋指数", "党员", "nt-320601-0007", "欧阳铁柱", "市教育局", "88"],
        ["2024", "堡垒指数", "党支部", "Z-00001", "", "市教育局", "90"],
    ]
    etl.load([sent(tmp_path, "积分.csv", [HEADER, *ledger]), sent(tmp_path, "得分.csv", [SCORES, *scores])])
    assert found_on_disk(units_home, "NT-320601-0007", "nt-320601-0007", "欧阳铁柱") == set()
    assert asked("select index, given, computed from index_reconciled order by index") == [
        ("fortress", 90.0, None),
        ("pioneer", 88.0, 85.0),
    ]
    assert asked("select subject_id from index_score where index = 'fortress'") == [("Z-00001",)]
    assert asked("""select "check", given, expected from quality_finding""") == [("index_differs", 88.0, 85.0)]


def test_a_workbook_of_scores_without_members_is_kept_as_it_came(units_home, tmp_path):
    scores = sent(tmp_path, "得分.csv", [SCORES, ["2024", "堡垒指数", "党支部", "Z1", "", "市教育局", "90"]])
    (file,) = etl.load([scores]).files
    assert etl.original_workbook(file.batch_id).read_bytes() == scores.read_bytes()


def test_a_second_sheet_brings_no_copy_of_the_members_sheet(units_home, tmp_path):
    path = tmp_path / "材料.xlsx"
    conduct = [["年度", "单位", "组成部分", "得分"], ["2024", "市教育局", "日常检查", "90"]]
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in {"积分": [HEADER, *ROWS[:2]], "作风": conduct}.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
    report = etl.load([path])
    assert [(file.dataset, file.accepted) for file in report.files] == [("member_points", 2), ("conduct_score", 1)]
    assert list(units_home.rglob("original.xlsx")) == []
    assert found_on_disk(units_home, *SECRETS) == set()
