"""Titles judge only through the one table of rules: checked on the words and on the syntax trees of the exhibits."""

import ast
import re
from pathlib import Path

import pytest

from exhibits.gates import MANY, NONE, RULES
from words import wording, words

EXHIBITS = Path(__file__).parents[2] / "exhibits"
GATE, RULE = "exhibits.gate.", "exhibits.rule."
# What a title may say without a rule: clauses that count or measure, names, and why there is nothing to say.
DESCRIBING = ("title.", "fair.title.", "measure.", "fair.measure.", "map.", "list.")
# Names: a band is said only by its own rule; a grade of 述评考 is said as it was given.
NAMES = {"index", "theme", "group", "place_by", "series", "series_short", "coupling_band", "appraisal_grade"}
JUDGING = {
    "zh": "达标|提升|下降|上升|持平|逐年|增加|减少|好转|转差|改善|恶化|趋势|显著|明显|稳|临界|优于|差于|"
    "高于|低于|多于|少于|最高|最低|最多|最少|领先|垫底|居首|偏高|偏低|偏快|偏慢|异常|正常|强|弱|逾期|一致|重复|难判|难分|认定|有把握|"
    "属实|不成立|断定|证实|较高|较低|好于|差于|红灯|黄灯|停滞|倒退|不合|未见",
    "en": r"\b(up(?! to)|down|ris(e|es|ing|en)|rose|falls?|fell|fallen|level|best|worst|met|highest|lowest|most|least|"
    r"above|below|better|worse|more|surely|reliably|significant\w*|improv\w*|worsen\w*|faster|slower|slowly|strong|"
    r"weak|unusual\w*|agree|differ|every year|overdue|undecided|chance|signal|proved|refuted|"
    r"breach\w*|stalled|red|yellow|told)\b",
}


def judging(text: str, lang: str) -> list[str]:
    return [found.group() for found in re.finditer(JUDGING[lang], wording(text, ""), re.IGNORECASE)]


def describes(key: str) -> bool:
    short = key.removeprefix("exhibits.")
    return key != short and (short.startswith(DESCRIBING) or short.endswith(".finding"))


@pytest.mark.parametrize("key", [key for key in sorted(words()) if describes(key)])
def test_a_clause_without_a_rule_judges_nothing(key):
    assert {lang: judging(text, lang) for lang, text in words()[key].items()} == {"zh": [], "en": []}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_judging_words_are_known_by_what_the_rules_say(lang):
    """Most wordings of the rules hold a word of the list: a clause that moved out of the table would be seen."""
    gated = [both[lang] for key, both in words().items() if key.startswith(GATE)]
    seen = [text for text in gated if judging(text, lang)]
    assert len(seen) > 0.6 * len(gated)
    assert judging({"zh": "{count}个达标", "en": "{count} units met the line"}[lang], lang)


def test_every_wording_has_its_rule_and_every_rule_its_wording_and_its_condition():
    said: dict[tuple[str, str], int] = {}
    for key in words():
        if key.startswith(GATE):
            spoken, rule = key.removeprefix(GATE).split(".")
            table = spoken if spoken in RULES else max((t for t in RULES if spoken.startswith(f"{t}_")), key=len)
            assert rule in RULES[table] or (rule == NONE and spoken == f"{table}_{MANY}"), key
            said[table, rule] = said.get((table, rule), 0) + 1
    rules = {(table, rule) for table, of_table in RULES.items() for rule in of_table}
    assert rules <= said.keys()
    told = {tuple(key.removeprefix(RULE).split(".")) for key in words() if key.startswith(RULE)}
    assert told == said.keys() | {(table, "name") for table in RULES}


# --- the syntax trees -------------------------------------------------------------------------------------------------

Function = tuple[str, ast.FunctionDef]
CLOSING = (
    "exhibit_of_rates",
    "exhibit_of_units",
    "exhibit_of_orders",
    "exhibit_of_months",
)  # they call the finding that they are handed
HELD_APART = ("gates", "phrasing", "setting", "selection")  # they are told what to say


def functions() -> list[Function]:
    found = []
    for file in sorted(EXHIBITS.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        found += [(file.stem, node) for node in tree.body if isinstance(node, ast.FunctionDef)]
    return found


def called(node: ast.AST) -> set[str]:
    return {each.func.id for each in ast.walk(node) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name)}


def making_titles() -> list[Function]:
    """The functions named finding… and every function of an exhibit that one of them calls, straight or not."""
    everything = [(file, node) for file, node in functions() if file not in HELD_APART]
    wanted = {node.name for _, node in everything if node.name.startswith("finding")}
    while more := {name for _, node in everything if node.name in wanted for name in called(node)} - wanted:
        wanted |= more
    return [(file, node) for file, node in everything if node.name in wanted]


def beginnings(key: ast.expr) -> list[str]:
    """How the keys of an argument begin: a written key, one with fields, one of two."""
    if isinstance(key, ast.IfExp):
        return beginnings(key.body) + beginnings(key.orelse)
    if isinstance(key, ast.JoinedStr):
        return beginnings(key.values[0])
    return [str(key.value) if isinstance(key, ast.Constant) else ast.unparse(key)]


@pytest.mark.parametrize(("file", "node"), making_titles(), ids=lambda each: getattr(each, "name", each))
def test_a_title_says_only_what_describes_or_has_passed_a_rule(file, node):
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "say":
            assert all(start.startswith(DESCRIBING) for start in beginnings(call.args[0])), ast.unparse(call)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "label":
            assert set(beginnings(call.args[0])) <= NAMES, ast.unparse(call)


def test_every_title_is_made_by_a_function_called_finding():
    """What is handed over as the finding of an exhibit is the answer of such a function, or of one of two."""
    for file, function in functions():
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "setting.exhibit":
                given = call.args[2]
                answers = [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]
                names = [ast.unparse(answer.func) for answer in answers if isinstance(answer, ast.Call)]
                assert len(names) == len(answers), f"{file}: {ast.unparse(given)}"
                assert all(name.startswith("finding") for name in names), f"{file}: {ast.unparse(given)}"
            if isinstance(call, ast.Call) and ast.unparse(call.func) in CLOSING:
                assert ast.unparse(call.args[3]).startswith("finding"), f"{file}: {ast.unparse(call)}"


@pytest.mark.parametrize("file", sorted(EXHIBITS.rglob("*.py")), ids=lambda file: file.stem)
def test_no_exhibit_takes_a_judging_word_past_its_rule(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    keys = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    by_hand = [key for key in keys if re.match(r"(exhibits\.)?gate\.", key)]
    assert by_hand == ([] if file.stem != "gates" else [GATE])
