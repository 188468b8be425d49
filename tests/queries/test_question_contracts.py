"""Every question keeps the promise in its own header, on a small build and on the demonstration build."""

import datetime
from pathlib import Path

import duckdb
import pytest

import queries

SAMPLE = {"item_id": "under_lamp/1/4", "as_of": datetime.date(2024, 6, 30)}


def values(name: str) -> dict:
    lists = {param for param, type_ in queries.parameters(name).items() if type_.endswith("[]")}
    return {
        param: [] if param in lists else SAMPLE.get(param, queries.DEFAULTS.get(param))
        for param in queries.parameters(name)
    }


@pytest.mark.parametrize("name", queries.NAMES)
def test_question_keeps_its_contract(name, town):
    header = queries.contract(name)
    with queries.connect(town) as cursor:
        (statement,) = duckdb.extract_statements(queries.text(name))
        answer = cursor.sql(queries.text(name), params=values(name) or None)
        returned = [
            f"{column} {str(type_).lower()}" for column, type_ in zip(answer.columns, answer.types, strict=True)
        ]
        rows = answer.pl()
    assert statement.named_parameters == set(queries.parameters(name))
    assert returned == header["returns"]
    assert rows.height > 0
    assert rows.select(header["grain"]).is_unique().all()
    assert header["purpose"]


def code(name: str) -> str:
    """A question without its comments."""
    return "\n".join(line.split("--")[0] for line in queries.text(name).splitlines())


@pytest.mark.parametrize("name", queries.NAMES)
def test_question_is_written_in_the_house_style(name):
    sql = code(name)
    assert "order by" in sql.split("select")[-1]
    assert sql == sql.lower()
    for arithmetic in ("/", "sqrt(", "avg(rate"):  # a rate is made by a metric's macro
        assert arithmetic not in sql


@pytest.mark.parametrize("name", queries.NAMES)
def test_question_on_the_demonstration(name, demo_home: Path):
    item = queries.ask("rectification_items")["item_id"][0]
    more = {"item_id": item} if "item_id" in queries.parameters(name) else {}
    answer = queries.ask(name, **more)
    assert answer.height > 0
    assert answer.select(queries.contract(name)["grain"]).is_unique().all()


@pytest.mark.parametrize("name", queries.NAMES)
def test_question_on_an_empty_build(name, empty_home: Path):
    answer = queries.ask(name, **({"item_id": "x"} if "item_id" in queries.parameters(name) else {}))
    assert answer.columns == [column.split()[0] for column in queries.contract(name)["returns"]]
    empty = name not in ("build_facts", "contract_columns", "filter_options")
    assert answer.is_empty() == empty


def test_rates_always_travel_with_their_n(town):
    for name in queries.NAMES:
        columns = {column.split()[0] for column in queries.contract(name)["returns"]}
        if "rate" in columns:
            assert {"valid_n", "lower", "upper"} <= columns, name


def test_every_metric_is_a_macro_and_is_used():
    text = "\n".join(queries.text(name) for name in queries.NAMES)
    text += "\n".join(file.read_text(encoding="utf-8") for file in queries.HERE.rglob("tables/*.sql"))
    for metric in queries.metrics().values():
        assert f"{metric.name}(" in text, metric.name
        assert (queries.HERE / metric.subject).is_dir(), metric.name
        assert metric.better in ("higher", "lower", "neither")
        assert metric.unit in ("percent", "per_100", "per_10000", "points", "days", "items", "answers")


def test_metric_words_stand_in_both_languages():
    import words

    for name in queries.metrics():
        for part in ("label", "meaning", "formula", "unit"):
            assert words.words()[f"metrics.{name}.{part}"].keys() == {"zh", "en"}
