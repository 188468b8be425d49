"""Two cities that differ only in what is hidden look alike through every door of the stewards."""

from pathlib import Path

import polars as pl
import pytest

import etl
import queries
from tests.etl.small_city import ANSWERS, HIDDEN, YEAR, counts, directory, forms
from tests.etl.unsuppressed_trace import trace_unsuppressed

BEFORE = YEAR - 1
# Two answers go from 庚 to 辛, one the other way; the class keeps its sums by group and answer.
TWIN = ANSWERS | {"T5": {"residents": (39, 3), "leaders": (13, 5)}, "T6": {"residents": (5, 1), "leaders": (1, 1)}}
MORE = {"T1": {"residents": (261, 13), "leaders": (97, 17)}}
DOORS = (
    "coverage", "loaded_batches", "quality_findings", "rejected_rows", "rejected_ranges", "index_reconciliation",
)  # fmt: skip
NOT_ALIKE = ("batch_id", "sha256", "loaded_at")  # digests of what was sent, and when
NUMBERS = ("file", "rows_read", "accepted", "rejected", "skipped", "rows", "reasons", "state")


def through_the_doors(folder: Path, answers: dict) -> dict[str, object]:
    """Everything that a steward is told of a city: by a preview, a load and what it leaves, questions and traces."""
    folder.mkdir()
    etl.load([
        directory(folder), counts(folder, "全市.csv", answers),
        forms(folder, "答卷.csv", answers, BEFORE, ["overall", "attitude"]),
    ])  # fmt: skip
    more = counts(folder, "更正.csv", MORE)
    told: dict[str, object] = {"preview": changed(etl.preview([more]).change)}
    loaded = etl.load([more])
    told["load"] = [file.facts() | {"batch": None} for file in loaded.files], changed(loaded.change)
    told["events"] = [(event["revised_n"], event["revised"]) for event in etl.events()]
    told["history"] = [{name: batch[name] for name in NUMBERS} for batch in etl.history()]
    told["shared"] = [[*batch["revises"].values(), *batch["repeats"].values()] for batch in etl.history()]
    told |= {name: queries.ask(name).drop(NOT_ALIKE, strict=False).to_dicts() for name in DOORS}
    return told | traces(etl.trace)


def changed(change: etl.Change) -> tuple:
    return change.revisions.to_dicts(), change.counts.to_dicts(), change.asks


def traces(trace) -> dict[str, object]:
    """What is told behind the figures of the city, its class and each unit, in each year and over both."""
    chosen = [{}, {"unit_class": ["service_heavy"]}, *({"units": [unit]} for unit in ANSWERS), {"groups": ["leaders"]}]
    told: dict[str, object] = {}
    for narrowed in chosen:
        for years in ({"year": YEAR}, {"year": BEFORE}, {}):
            for headline in ({"headline": True}, {}):
                of = narrowed | years | headline
                whole = trace("survey", None, **of)
                files = whole.files.drop("batch_id").to_dicts()
                told[str(of)] = (whole.n, whole.rows_n, whole.withheld, files, whole.rows.drop("batch_id").to_dicts())
    return told


@pytest.fixture(scope="module")
def twins(tmp_path_factory):
    folder = tmp_path_factory.mktemp("twins")
    with pytest.MonkeyPatch.context() as patch:
        told, everything = [], []
        for name, answers in (("one", ANSWERS), ("other", TWIN)):
            patch.setenv("RONGHE_HOME", str(folder / f"home-{name}"))
            told.append(through_the_doors(folder / name, answers))
            everything.append(traces(trace_unsuppressed))
        yield told, everything


def test_no_door_tells_twins_apart(twins):
    one, other = twins[0]
    assert one.keys() == other.keys()
    assert [door for door in one if one[door] != other[door]] == []


def test_twins_are_different_behind_the_doors(twins):
    one, other = twins[1]
    apart = [of for of in one if one[of] != other[of]]
    assert len(apart) > 20
    assert all(any(unit in of for of in apart) for unit in HIDDEN)


def test_the_doors_tell_of_what_is_shown(twins):
    one = twins[0][0]
    assert [row["rows_n"] for row in one["coverage"] if row["unit_id"] == "T1"] == [None, 676]  # 4 rows of counts
    assert [(batch["file"], batch["accepted"]) for batch in one["history"]] == [
        ("更正.csv", None), ("答卷.csv", 3108), ("全市.csv", 24), ("单位.csv", 6),
    ]  # fmt: skip
    assert pl.DataFrame(one["preview"][0])["told"].to_list() == ["open", "open", "hidden", "hidden"]
