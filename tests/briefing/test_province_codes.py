"""A card of a province is restored from its code, and what changed it since is the newer build of a city."""

from pathlib import Path

import etl
from briefing.codes import batch_words, change_words, restored
from exhibits import Selection
from tests.briefing.exported_city import BY_UNIT, exported
from tests.etl.small_city import ANSWERS, YEAR, counts
from tests.etl.small_province import answers_of, made_city


def test_a_changed_figure_is_told_with_the_city_that_changed_it(tmp_path, fresh_home, monkeypatch):
    cities = {name: made_city(tmp_path / name, answers_of(name), city=name) for name in ("NT", "SZ")}
    etl.build_from([f"{name}={home}" for name, home in cities.items()])
    code = exported(BY_UNIT, Selection(units=("NT:T1", "SZ:T1")))
    monkeypatch.setenv("RONGHE_HOME", str(cities["SZ"]))
    etl.load([counts(tmp_path, "更正.csv", ANSWERS | {"T1": {"residents": (299, 13), "leaders": (98, 17)}})])
    monkeypatch.setenv("RONGHE_HOME", str(fresh_home))
    etl.build_from([f"SZ={cities['SZ']}"])
    card = restored(code, "zh")
    of_units = {line.split(" · ")[1] for line in change_words(card) if line.startswith(f"{YEAR} · ")}
    assert of_units == {"SZ 测试甲局"}
    build = Path(cities["SZ"], "builds", "current").read_text()
    assert [f"SZ {build}" in line for line in batch_words(card)].count(True) == 1
