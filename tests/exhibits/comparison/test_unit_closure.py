"""The closing curve of a unit beside its class: both are the curves of the ledger's own question."""

import polars as pl
import pytest

import queries
from exhibits import CATALOGUE, Exhibit, Selection

CURVE = ("day", "at_risk", "closed", "censored", "open_share", "lower", "upper", "watched_days")


def made(**chosen) -> Exhibit:
    spec, selection = CATALOGUE["unit_closure"], Selection(**chosen)
    frames = {name: queries.ask(name, **selection.params(queries.parameters(name))) for name in spec.questions}
    return spec.make(frames, selection)


@pytest.mark.parametrize("unit", ["A01", "A06", "C02"])
def test_own_and_peers_are_the_curves_of_the_ledger(unit, demo_home):
    frame = made(unit=unit).frame
    units = queries.ask("unit_list").filter(pl.col("unit_id") == pl.col("current_unit_id"))
    (own_class,) = units.filter(unit_id=unit)["unit_class"]
    others = units.filter((pl.col("unit_class") == own_class) & (pl.col("unit_id") != unit))["unit_id"].to_list()
    for group, chosen in (("own", [unit]), ("peers", others)):
        drawn = frame.filter(group=group)
        assert drawn.select(CURVE).equals(queries.ask("rectification_closure", units=chosen).select(CURVE))
        (median,) = queries.ask("rectification_summary", units=chosen)["median_days"]
        assert drawn["median_days"].unique().to_list() == [median]


def test_the_title_names_both_medians_and_the_class_is_dashed(demo_home):
    exhibit = made(unit="A01")
    assert exhibit.finding == "半数问题68天内销号，同类67天"
    assert "实线为市教育局，虚线为窗口服务类其余33个有记录的单位合计" in exhibit.subtitle
    dashes = {trace.name: trace.line.dash for trace in exhibit.figure.data if trace.name}
    assert dashes["同类其余单位"] == "dash" and len(dashes) == 2


def test_the_class_alone_is_no_portrait(demo_home):
    spec, selection = CATALOGUE["unit_closure"], Selection(unit="A01")
    frames = {name: queries.ask(name, **selection.params(queries.parameters(name))) for name in spec.questions}
    alone = frames | {"unit_closure": frames["unit_closure"].filter(group="peers")}
    assert spec.make(alone, selection).figure is None
    young = frames | {"unit_closure": frames["unit_closure"].with_columns(median_days=pl.lit(None, pl.Int64))}
    assert spec.make(young, selection).finding == "至今不足半数销号"
