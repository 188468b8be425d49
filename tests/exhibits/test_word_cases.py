"""From counts to words: every case of tests/cases/words through a build, its questions and the exhibit."""

import json
from pathlib import Path

import pytest

from exhibits.gates import MANY, NONE, RULES
from tests.exhibits.exhibit_of_counts import build_of, said, told
from words import LANGUAGES, words

FILE = Path(__file__).parents[1] / "cases" / "words" / "cases.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['exhibit']}: {case['case']}" for case in CASES])
def test_counts_become_words(case, tmp_path):
    build = build_of(case["given"], tmp_path / "case.duckdb")
    choices = {
        name: tuple(value) if isinstance(value, list) else value for name, value in case.get("choose", {}).items()
    }
    shown = told(build, case["exhibit"], **choices)
    assert {lang: exhibit.finding for lang, exhibit in shown.items()} == {lang: case[lang] for lang in LANGUAGES}
    for lang in LANGUAGES:
        rules = said(shown[lang], lang)
        assert {rule: rule in rules for rule in case["says"] + case["not"]} == dict.fromkeys(
            case["says"], True
        ) | dict.fromkeys(case["not"], False)


def test_every_rule_has_a_case_where_it_holds_and_one_beside_it():
    nobody = {f"{table}.{NONE}" for table in RULES if f"exhibits.gate.{table}_{MANY}.{NONE}" in words()}
    rules = {f"{table}.{rule}" for table, of_table in RULES.items() for rule in of_table} | nobody
    assert {rule for case in CASES for rule in case["says"]} == rules
    assert {rule for case in CASES for rule in case["not"]} == rules
    assert len(CASES) >= 60
