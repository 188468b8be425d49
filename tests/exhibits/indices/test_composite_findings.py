"""The composite in words: ranks with what the weights do to them, refusals with their reason."""

import polars as pl
import pytest

from exhibits.indices.composite_scores import placed
from exhibits.indices.weights import declared, own_weights
from tests.exhibits.answered_frames import shown

# --- composite --------------------------------------------------------------------------------------------------------

WEIGHTS = {"pioneer": 0.25, "fortress": 0.25, "brand": 0.25, "conduct": 0.25}


def measures(units: dict[str, tuple], unit_class="service_heavy") -> pl.DataFrame:
    """unit → scores of pioneer, fortress, brand, conduct."""
    rows = [
        {"year": 2019, "unit_id": unit, "unit": unit, "unit_class": unit_class, "measure": name, "subjects_n": 20,
         "score": score, "score_se": 0.5, "low": 60.0, "high": 100.0, "weight": 25.0, "suppressed": False}
        for unit, scores in units.items()
        for name, score in zip(WEIGHTS, scores, strict=True)
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides={"score": pl.Float64})


FOUR = {"a": (98, 97, 96, 99), "b": (90, 92, 91, 95), "c": (70, 85, 85, 90), "d": (80, 80, None, 80)}


def test_ranks_are_told_with_what_the_weights_do_to_them():
    exhibit = shown("composite_scores", measures(FOUR))
    rows = {row["unit_id"]: row for row in exhibit.frame.iter_rows(named=True)}
    assert rows["a"]["score"] == pytest.approx(100 * (97.5 - 60) / 40)
    assert [rows[unit]["rank"] for unit in "abcd"] == [1, 2, 3, 4]
    assert [(rows[unit]["rank_best"], rows[unit]["rank_worst"]) for unit in "abcd"] == [(1, 1), (2, 2), (3, 4), (3, 4)]
    assert (rows["d"]["missing_indices"], rows["d"]["measures_n"]) == ("brand", 3)
    assert exhibit.finding == "a在任何权重下居首，4个单位，2个名次不随权重变"
    assert "○为缺一项、按其余项折算（1个）" in exhibit.subtitle


def test_first_is_said_only_when_every_weighting_says_it():
    close = {"a": (100, 80, 80, 80), "b": (80, 100, 80, 80), "c": (70, 70, 70, 70)}
    exhibit = shown("composite_scores", measures(close))
    assert "居首" not in exhibit.finding
    assert exhibit.finding == "3个单位，1个名次不随权重变"


def test_a_reader_moves_the_weights_and_the_ranks_move():
    units = {"a": (100, 70, 70, 70), "b": (80, 90, 80, 80)}
    even = shown("composite_scores", measures(units)).frame
    moved = shown("composite_scores", measures(units), weights="pioneer:70,fortress:10,brand:10,conduct:10")
    assert even.filter(pl.col("rank") == 1)["unit_id"].to_list() == ["b"]
    assert moved.frame.filter(pl.col("rank") == 1)["unit_id"].to_list() == ["a"]
    assert "自选权重：先锋指数70%" in moved.subtitle
    for row in moved.frame.iter_rows(named=True):  # the reader's own weights are among those of the envelope
        assert row["rank_best"] <= row["rank"] <= row["rank_worst"]


def test_weights_on_one_index_alone_rank_whoever_has_it():
    units = {"a": (None, 90, 90, 90), "b": (80, 70, 70, 70), "c": (95, 65, 65, 65)}
    rows = {
        row["unit_id"]: row for row in shown("composite_scores", measures(units), weights="pioneer:1").frame.to_dicts()
    }
    assert [(rows[unit]["rank"], rows[unit]["rank_best"]) for unit in "abc"] == [(None, 1), (2, 2), (1, 1)]
    assert rows["b"]["rank_worst"] == 3


def test_a_chosen_unit_keeps_its_place_among_all_of_its_class():
    exhibit = shown("composite_scores", measures(FOUR), units=("c",))
    assert exhibit.frame.select("unit_id", "rank").rows() == [("c", 3)]


def test_consulted_only_units_are_not_ranked():
    frame = pl.concat([measures(FOUR), measures({"z": (99, 99, 99, 99)}, "consulted_only")])
    assert "z" not in shown("composite_scores", frame).frame["unit_id"]


@pytest.mark.parametrize("text", ["pioneer", "pioneer:x", "pioneer:-1,brand:2", "weather:1", "pioneer:0", "brand:nan"])
def test_weights_that_cant_be_read_are_told_with_an_example(text):
    with pytest.raises(ValueError) as told:
        own_weights(text, WEIGHTS, "zh")
    assert str(told.value) == (
        f"weights · “{text}” · 应为“指数:权重”，用逗号隔开，权重为不小于0的数，至少一项大于0 · "
        "请写成 pioneer:0.3,fortress:0.3,brand:0.2,conduct:0.2"
    )


def test_weights_are_relative_and_what_is_not_named_weighs_nothing():
    assert own_weights("pioneer:3, brand:1", WEIGHTS, "zh") == {
        "pioneer": 0.75, "fortress": 0.0, "brand": 0.25, "conduct": 0.0
    }  # fmt: skip
    assert own_weights("", WEIGHTS, "zh") is None
    assert declared(measures(FOUR)) == WEIGHTS


def test_the_envelope_is_of_the_declared_grid():
    assert placed(measures(FOUR), WEIGHTS, WEIGHTS)[1] == 231
    assert placed(measures(FOUR), {**WEIGHTS, "pioneer": 0.7}, WEIGHTS)[1] == 232


def test_fewer_than_three_indices_are_no_composite():
    exhibit = shown("composite_scores", measures({"a": (90, 90, None, None)}))
    assert (exhibit.finding, exhibit.figure) == ("指数不足三项，不计算合成得分", None)


def test_two_indices_that_say_the_same_are_named():
    alike = {f"u{at}": (70 + at, 71 + at, 60 + at * 7 % 11, 90 - at * 5 % 13) for at in range(12)}
    assert shown("index_correlation", measures(alike)).finding.startswith("先锋指数与堡垒指数大体重复")
    other = {f"u{at}": (60 + at * 3 % 17, 60 + at * 5 % 19, 60 + at * 7 % 23, 60 + at * 11 % 29) for at in range(40)}
    assert shown("index_correlation", measures(other)).finding.startswith("没有两个指数大体重复")


def test_the_correlation_is_of_all_units_and_says_so_whichever_unit_is_chosen():
    of_all, of_one = (shown("index_correlation", measures(FOUR), **choice) for choice in ({}, {"units": ("a",)}))
    assert of_one.frame.equals(of_all.frame) and of_one.subtitle == of_all.subtitle
