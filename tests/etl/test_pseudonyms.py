"""No person's number and no name gets past the door."""

import stat
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

import etl
from etl import pseudonyms
from tests.etl.sent import asked, environment, sent, units

HEADER = ["年度", "党员编号", "姓名", "流水号", "单位", "类型", "分值", "事由", "备注"]
ROWS = [
    ["2024", "NT-320601-0007", "欧阳铁柱", "1", "市教育局", "基础分", "80", "", "欧阳铁柱本人填"],
    ["2024", "NT-320601-0007", "欧阳铁柱", "2", "市教育局", "加分", "5", "欧阳铁柱同志获表彰", ""],
    ["2024", "ＮＴ-320601-0007 ", "欧阳铁柱", "3", "市教育局", "加分", "好多", "", ""],
    ["2024", "NT-320601-0008", "司马冬梅", "1", "南城", "基础分", "80", "司马冬梅漏填", ""],
]
SECRETS = ("NT-320601-0007", "NT-320601-0008", "欧阳铁柱", "司马冬梅")


@pytest.fixture
def loaded(fresh_home, tmp_path) -> tuple[Path, Path, etl.Report]:
    etl.load(units(tmp_path))
    ledger = sent(tmp_path, "积分台账.csv", [HEADER, *ROWS])
    return fresh_home, ledger, etl.load([ledger])


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
    key = home / pseudonyms.FILE
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    others = {file: text for file, text in everything_written(home).items() if file != pseudonyms.FILE}
    assert not any(key.read_text() in text for text in others.values())


def test_the_same_file_again_changes_nothing(loaded):
    home, ledger, _ = loaded
    run = [sys.executable, "-m", "etl", "load", str(ledger), "--json"]
    again = subprocess.run(run, cwd=Path(__file__).parents[2], env=environment(home), capture_output=True, text=True)
    assert '"unchanged": true' in again.stdout


def test_a_member_has_one_pseudonym_whatever_the_widths_and_another_key_another(fresh_home, monkeypatch):
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "one")
    numbers = pl.DataFrame({"member_id": ["P7", "Ｐ７ ", "p 7", "P8", None, "无"]})
    hidden = pseudonyms.hidden(numbers, "member_points")["member_id"].to_list()
    assert hidden[0] == hidden[1] == hidden[2] != hidden[3]
    assert hidden[4:] == [None, None] and len(hidden[0]) == pseudonyms.DIGITS
    monkeypatch.setenv("RONGHE_PSEUDONYM_KEY", "another")
    assert pseudonyms.hidden(numbers, "member_points")["member_id"][0] != hidden[0]


def test_a_check_leaves_no_key_behind(fresh_home, tmp_path):
    etl.check([sent(tmp_path, "积分台账.csv", [HEADER, *ROWS])])
    assert not (fresh_home / pseudonyms.FILE).exists()
