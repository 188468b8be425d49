"""Events noted by stewards: what is kept, what is refused and why, two writers at once, nothing ever lost."""

import csv
import datetime
import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import etl
from tests.etl.workbooks import environment

REPO = Path(__file__).parents[3]


@pytest.fixture
def home(units_home) -> Path:
    return units_home


def rows(home: Path) -> list[dict]:
    with (home / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_event_is_a_row_with_author_and_time(fresh_home):
    event = etl.note_event(datetime.date(2025, 3, 1), "  办理时限\n由5天改为3天 ", "instrument", "12345热线", by="张三")
    (row,) = rows(fresh_home)
    assert row == event
    assert (row["event_id"], row["day"], row["what"]) == ("E0001", "2025-03-01", "办理时限 由5天改为3天")
    assert (row["scope"], row["code"], row["author"]) == ("instrument", "hotline", "张三")
    assert datetime.datetime.fromisoformat(row["entered_at"]).utcoffset() is not None
    assert (row["withdrawn_by"], row["withdrawn_at"]) == ("", "")
    if os.name != "nt":
        assert stat.S_IMODE((fresh_home / "events.csv").stat().st_mode) == 0o600


def test_a_withdrawn_event_stays_with_its_mark(fresh_home):
    first, second = (etl.note_event("2025-03-01", what, by="甲") for what in ("误记", "真事"))
    gone = etl.withdraw_event(first["event_id"], by="乙")
    assert [row["what"] for row in rows(fresh_home)] == ["误记", "真事"]
    assert (gone["withdrawn_by"], gone["author"]) == ("乙", "甲") and gone["withdrawn_at"]
    assert rows(fresh_home)[1] == second
    with pytest.raises(etl.WarehouseError, match=first["event_id"]):
        etl.withdraw_event(first["event_id"], by="丙")
    assert etl.note_event("2025-03-01", "误记", by="甲")["event_id"] == "E0003"  # noted again, it is another event


def test_the_same_event_twice_is_one(fresh_home):
    once, twice = (etl.note_event("2025-03-01", "换问卷", by=by) for by in ("甲", "乙"))
    assert once == twice and len(rows(fresh_home)) == 1


@pytest.mark.parametrize("day", ["2025-03-01", "2025/3/1", "2025年3月1日", "20250301", "2025.3.1"])
def test_days_are_read_as_offices_write_them(fresh_home, day):
    assert etl.note_event(day, "x", by="甲")["day"] == "2025-03-01"


REFUSED = {
    "no day": (("去年", "x"), "去年"),
    "no day at all": (("", "x"), "2025-03-01"),
    "month 13": (("2025-13-01", "x"), "2025-13-01"),
    "tomorrow": ((datetime.date.today() + datetime.timedelta(days=1), "x"), "已经发生"),
    "long ago": (("1999-12-31", "x"), "2000-01-01"),
    "no text": (("2025-03-01", " \n\t\u200b"), "没有填写事件内容"),
    "too long": (("2025-03-01", "字" * 10_000), "10000字，最多100字"),
    "no author": (("2025-03-01", "x", "city", "", ""), "没有填写记录人"),
    "unknown scope": (("2025-03-01", "x", "moon"), "moon"),
    "city and a unit": (("2025-03-01", "x", "city", "教育局"), "教育局"),
    "unknown class": (("2025-03-01", "x", "class", "餐饮类"), "窗口服务类"),
    "unknown instrument": (("2025-03-01", "x", "instrument", ""), "12345热线"),
    "unknown unit": (("2025-03-01", "x", "unit", "月球局"), "月球局"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_noted_gets_a_sentence_and_changes_nothing(home, case):
    given, said = REFUSED[case]
    with pytest.raises(etl.WarehouseError) as refused:
        etl.note_event(*given)
    assert said in refused.value.zh and refused.value.en
    assert len(refused.value.zh) < 200
    assert not (home / "events.csv").exists()


def test_a_text_with_signs_of_formulas_and_of_csv_inside_stays_as_it_is(fresh_home):
    for what in ("满意率=满意/有效", '"quoted", with comma', "3-5天", "a@b"):
        etl.note_event("2025-03-01", what, by="甲+乙")
    assert rows(fresh_home)[0]["what"] == "满意率=满意/有效"
    assert {event["what"] for event in etl.noted_events()} == {row["what"] for row in rows(fresh_home)}


def test_a_file_that_nobody_can_read_is_left_as_it_is(fresh_home):
    file = fresh_home / "events.csv"
    for data in (b"\xff\xfe\x00\x81", b"a,b\n1,2\n", b'event_id,day\n"E1'):
        file.write_bytes(data)
        for act in (etl.noted_events, lambda: etl.note_event("2025-03-01", "x", by="甲")):
            with pytest.raises(etl.WarehouseError, match=r"events\.csv"):
                act()
        assert file.read_bytes() == data


def test_a_file_saved_by_a_spreadsheet_program_goes_on(fresh_home):
    etl.note_event("2025-03-01", "甲事", by="甲")
    file = fresh_home / "events.csv"
    file.write_bytes(file.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode("gb18030"))
    etl.note_event("2025-03-02", "乙事", by="乙")
    assert [row["what"] for row in rows(fresh_home)] == ["甲事", "乙事"]


def test_two_writers_at_once_lose_nothing(fresh_home):
    def note(at: int) -> None:
        command = [sys.executable, "-m", "etl", "events", "add", "2025-03-01", f"第{at}件", "--by", "甲"]
        subprocess.run(command, cwd=REPO, env=environment(fresh_home), check=True, capture_output=True)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(note, range(8)))
    kept = rows(fresh_home)
    assert {row["what"] for row in kept} == {f"第{at}件" for at in range(8)}
    assert sorted(row["event_id"] for row in kept) == [f"E{at:04}" for at in range(1, 9)]


def test_the_command_does_the_same(home):
    def run(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "etl", "events", *arguments]
        return subprocess.run(command, cwd=REPO, env=environment(home), capture_output=True, text=True)

    added = run("add", "2025-03-01", "事", "--instrument", "survey", "--by", "甲", "--json")
    assert added.returncode == 0, added.stderr
    assert json.loads(added.stdout)[0]["code"] == "survey"
    bad = run("add", "2025-03-01", "事", "--unit", "月球局")
    assert (bad.returncode, bad.stdout) == (2, "") and "月球局" in bad.stderr and "Traceback" not in bad.stderr
    assert run("withdraw", "E0001", "--by", "乙").returncode == 0
    assert "乙" in run().stdout and "E0001" in run("list").stdout
    assert run("withdraw", "E0009").returncode == 2


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", " \u200b="])
def test_nothing_is_noted_that_a_spreadsheet_would_run(fresh_home, start):
    with pytest.raises(etl.WarehouseError) as text:
        etl.note_event("2025-03-01", f"{start}HYPERLINK(1)", by="甲")
    with pytest.raises(etl.WarehouseError) as author:
        etl.note_event("2025-03-01", "换问卷", by=f"{start}甲")
    assert start.strip(" \u200b") in text.value.zh and start.strip(" \u200b") in author.value.en
    assert not (fresh_home / "events.csv").exists()


def test_what_an_older_version_noted_is_made_harmless_when_the_file_is_next_written(fresh_home):
    etl.note_event("2025-03-01", "换问卷", by="甲")
    file = fresh_home / "events.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("换问卷", "=1+1"), encoding="utf-8")
    etl.note_event("2025-03-02", "又换问卷", by="甲")
    assert [row["what"] for row in rows(fresh_home)] == ["'=1+1", "又换问卷"]


def test_an_event_may_concern_what_the_lists_of_codes_name(fresh_home):
    codes = etl.event_codes()
    assert list(codes) == ["city", "class", "unit", "instrument"]
    assert not codes["city"] and not codes["unit"]
    assert "service_heavy" in codes["class"] and "unclassified" not in codes["class"]
    for code in codes["instrument"]:
        assert etl.note_event("2025-03-01", code, "instrument", code, by="甲")["code"] == code
