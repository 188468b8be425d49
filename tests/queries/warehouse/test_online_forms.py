"""Forms of a survey site that stand out are findings for as long as their batch is live, with nothing of few people."""

import subprocess
import sys
from pathlib import Path

import pytest

import etl
import queries
from exhibits.warehouse.quality_findings import sentence
from tests.conftest import REPO
from tests.etl.reading.test_survey_sites import held_texts
from tests.etl.workbooks import environment, sent, units
from words import say

ITEMS = ("服务态度", "办事效率", "依法办事", "清正廉洁", "政务公开", "总体评价")
HEADERS = ["序号", "提交答卷时间", "所用时间", "来自IP", "1、您的身份"]
HEADERS += [f"{at}、{item}:—市教育局" for at, item in enumerate(ITEMS, 2)]


def form(number: int, took: str, address: str, *answers: str, minute: int | None = None) -> list:
    minute = number if minute is None else minute
    return [number, f"2024/3/1 {9 + minute // 60}:{minute % 60:02}:{number % 60:02}", took, address, "群众", *answers]


def one_device(n: int) -> list[list]:
    """So many quick forms of one device in one minute, all satisfied."""
    return [form(at, "5秒", "203.0.113.77", *["满意"] * 6, minute=0) for at in range(n)]


def calm(n: int, first: int = 20) -> list[list]:
    """So many forms of as many devices, half of their answers satisfied."""
    return [form(at, "5分1秒", f"10.0.0.{at}", *["比较满意", "不太满意"] * 3) for at in range(first, first + n)]


def load(folder: Path, name: str, *forms: list) -> list[dict]:
    report = etl.load([*units(folder), sent(folder, name, [HEADERS, *forms])])
    assert report.exit_code == 0
    return findings()


def findings() -> list[dict]:
    return queries.ask("quality_findings").filter(check="forms_stand_out").to_dicts()


def numbers(rows: list[dict]) -> dict[str, tuple]:
    return {
        row["subject"].removeprefix("form_finding."): tuple(
            row[name] if row[name] is None else round(row[name], 4) for name in ("forms_n", "of_n", "given", "expected")
        )
        for row in rows
    }


def test_counts_and_rates_are_listed_until_the_batch_is_withdrawn(fresh_home, tmp_path):
    listed = load(tmp_path, "答卷.csv", *one_device(12), *calm(20))
    twelve = (12, 32, 0.6875, 0.5)  # 72 + 60 of 192 answers are satisfied, 60 of 120 without the twelve forms
    assert numbers(listed) == dict.fromkeys(("device", "quick", "alike", "burst"), twelve)
    assert {row["file"] for row in listed} == {"答卷.csv"}
    assert not any(row["suppressed"] for row in listed)
    assert "203.0.113.77" not in held_texts(fresh_home)
    (batch,) = {row["batch_id"] for row in listed}
    etl.withdraw(batch)
    assert findings() == []
    etl.load([tmp_path / "答卷.csv"])
    assert numbers(findings()) == numbers(listed)


@pytest.mark.parametrize("room", ["queries", "exhibits"])
def test_the_command_line_lists_them(room, fresh_home, tmp_path):
    load(tmp_path, "答卷.csv", *one_device(12), *calm(20))
    command = [sys.executable, "-m", room, "quality_findings", "--format", "json"]
    run = subprocess.run(command, cwd=REPO, env=environment(fresh_home), capture_output=True, text=True, check=True)
    assert run.stdout.count("form_finding.") >= 4


def test_few_forms_are_not_counted_and_their_rate_is_not_told(fresh_home, tmp_path):
    listed = load(tmp_path, "答卷.csv", *one_device(6), *calm(20))
    assert numbers(listed)["device"] == (None, 26, None, None)
    for lang in ("zh", "en"):
        said = sentence(listed[0], lang)
        assert say("exhibits.not_shown", lang) in said and "None" not in said


def test_all_but_few_are_not_told_either(fresh_home, tmp_path):
    assert numbers(load(tmp_path, "答卷.csv", *one_device(12), *calm(3)))["device"] == (None, 15, None, None)


def test_no_two_rates_tell_few_forms_apart(fresh_home, tmp_path):
    """Two of those with the same answer everywhere are not of the device: their rate would follow from the two."""
    slow = [form(at, "5分1秒", f"10.0.1.{at}", *["满意"] * 6) for at in (50, 51)]
    told = numbers(load(tmp_path, "答卷.csv", *one_device(12), *calm(20), *slow))
    assert told["device"][2:] == told["quick"][2:] == (0.7059, 0.5455)
    assert told["alike"] == (14, 34, None, None)


def test_a_longer_export_of_the_same_forms_gives_no_rate_of_the_few_new_ones(fresh_home, tmp_path):
    load(tmp_path, "答卷.csv", *one_device(12), *calm(20))
    told = load(tmp_path, "答卷二.csv", *one_device(12), *calm(21))
    assert {row["file"] for row in told} == {"答卷.csv", "答卷二.csv"}
    assert {(row["given"], row["expected"]) for row in told} == {(None, None)}


def test_beside_a_batch_of_few_forms_no_rate_is_told(fresh_home, tmp_path):
    load(tmp_path, "答卷.csv", *one_device(12), *calm(20))
    every_level = ["满意", "比较满意", "基本满意", "不太满意", "满意", "不太满意"]
    told = load(tmp_path, "补录.csv", *(form(at, "5分1秒", f"10.0.2.{at}", *every_level) for at in range(70, 74)))
    assert {(row["file"], row["given"]) for row in told} == {("答卷.csv", None)}
