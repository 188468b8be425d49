"""The sentences themselves: one for every rule, in both languages, each ending in what to do."""

import pytest

from etl.contracts import DATASETS
from etl.contracts.dictionary import COMPARED_COLUMN, RULE_COLUMN, columns
from words import words

SENTENCES = sorted(key for key in words() if key.startswith(("etl.fault.", "etl.refused.")))
TO_DO = (
    "请",
    "Correct",
    "Check",
    "Fill",
    "Delete",
    "Keep",
    "Split",
    "Rewrite",
    "Use",
    "Look",
    "Save",
    "Export",
    "Is it",
)
TO_DO += ("Close", "Remove", "Send", "Open", "Change", "Restore", "Add", "Follow")


@pytest.mark.parametrize("key", SENTENCES)
def test_a_sentence_ends_in_what_to_do(key):
    for sentence in words()[key].values():
        assert any(word in sentence.rstrip("。.").replace("。", ". ").split(". ")[-1] for word in TO_DO), sentence


@pytest.mark.parametrize("dataset", DATASETS)
def test_every_rule_of_a_contract_has_its_sentence_and_its_column(dataset):
    rules = [name for name, known in vars(DATASETS[dataset]).items() if type(known).__name__ == "RuleFactory"]
    rules += [name for name in RULE_COLUMN if hasattr(DATASETS[dataset], name)]
    for rule in set(rules) - {"key_is_unique"}:
        assert f"etl.fault.{rule}" in words()
        assert RULE_COLUMN[rule] in columns(dataset)
        assert COMPARED_COLUMN.get(rule, RULE_COLUMN[rule]) in columns(dataset)
