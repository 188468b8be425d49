"""A province built from what its cities publish: named by city, no hidden figure, traced, revised and rolled back."""

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import etl
import queries
from etl.warehouse.batches import all_batches
from tests.etl.small_city import ANSWERS, HIDDEN, NAMES, YEAR, counts
from tests.etl.small_province import CITIES, MEMBERS, answers_of, made_cities, made_city
from tests.etl.workbooks import asked, files_below

CELLS = 'select unit_id, "group", answer, n from survey_answer order by all'


@pytest.fixture(scope="module")
def cities(tmp_path_factory) -> list[str]:
    """Three cities, NAME=PATH. Read only."""
    return made_cities(tmp_path_factory.mktemp("cities"), more=True)


@pytest.fixture
def province(home_after, cities) -> Path:
    return home_after("province", lambda folder: etl.build_from(cities, by="clerk"))


def home_of(city: str) -> Path:
    return Path(city.partition("=")[2])


def answers_in(city: str, question: str, monkeypatch: pytest.MonkeyPatch, **choice) -> pl.DataFrame:
    with monkeypatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(home_of(city)))
        return queries.ask(question, **choice)


def test_units_of_all_cities_are_there_under_the_name_of_their_city(province):
    units = dict(asked("select unit_id, unit from unit"))
    assert units.keys() == {f"{city}:{unit}" for city in CITIES for unit in ANSWERS}
    assert units["SZ:T1"] == f"SZ {NAMES['T1']}"


def test_a_name_that_one_city_has_stays_as_it_is(fresh_home, cities):
    etl.build_from(cities[:1])
    assert dict(asked("select unit_id, unit from unit"))["南通:T1"] == NAMES["T1"]


def test_a_unit_has_in_the_province_what_its_city_shows(province, cities, monkeypatch):
    told = ("year", "satisfied_n", "valid_n", "rate", "lower", "upper", "verdict")
    found = queries.ask("satisfaction_by_unit")
    for city in cities:
        name = city.partition("=")[0]
        there = answers_in(city, "satisfaction_by_unit", monkeypatch).filter(~pl.col("suppressed"))
        here = found.filter(pl.col("unit_id").str.starts_with(f"{name}:"))
        assert there.height >= len(ANSWERS) - len(HIDDEN)
        assert here["unit_id"].to_list() == [f"{name}:{unit}" for unit in there["unit_id"]]
        assert here.select(told).equals(there.select(told))


def test_totals_are_sums_of_shown_units(province):
    shown = {city: [unit for unit in ANSWERS if city == "无锡" or unit not in HIDDEN] for city in CITIES}
    expected = {
        city: sum(sum(sum(both) for both in answers_of(city)[unit].values()) for unit in shown[city]) for city in CITIES
    }
    found = queries.ask("satisfaction_by_division")
    assert dict(found.select("division_code", "valid_n").iter_rows()) == expected
    assert queries.ask("satisfaction_trend")["valid_n"].to_list() == [sum(expected.values())]


def test_groups_that_are_hidden_in_a_unit_are_one(province):
    """辛 of 无锡 has 6 residents and 5 leaders: 11 in all are shown, by group nothing is."""
    groups = asked("select \"group\", sum(n) from survey_answer where unit_id = '无锡:T6' group by all")
    assert groups == [("withheld", sum(sum(both) for both in answers_of("无锡")["T6"].values()))]


def test_what_a_city_hides_is_not_in_the_province(tmp_path, fresh_home, monkeypatch):
    """Two cities that show the same and hide different figures give the same rows: nothing can be worked out."""
    moved = answers_of("twin")
    moved["T6"] = {"residents": (2, 1), "leaders": (2, 1)}
    moved["T5"] = {"residents": (42, 3), "leaders": (12, 5)}
    kept = []
    for at, answers in enumerate((answers_of("twin"), moved)):
        home = made_city(tmp_path / f"twin{at}", answers, more=True)
        with monkeypatch.context() as patch:
            patch.setenv("RONGHE_HOME", str(home))
            hidden = asked("select unit_id, n from survey_answer where unit_id in ('T5', 'T6') order by all")
        province = tmp_path / f"province{at}"
        monkeypatch.setenv("RONGHE_HOME", str(province))
        etl.build_from([f"twin={home}"])
        files = list(all_batches()[0].folder.glob("*.parquet"))
        rows = {file.name: pl.read_parquet(file).drop("source_sheet", strict=False) for file in files}
        kept.append((hidden, rows))
    assert kept[0][0] != kept[1][0]
    assert kept[0][1].keys() == kept[1][1].keys()
    assert all(kept[0][1][name].equals(kept[1][1][name]) for name in kept[0][1])


def test_what_an_older_kept_build_hides_stays_hidden(tmp_path, monkeypatch):
    city = made_city(tmp_path / "city", answers_of("twin"))
    monkeypatch.setenv("RONGHE_HOME", str(city))
    grown = ANSWERS | {"T6": {"residents": (103, 11), "leaders": (52, 31)}}
    etl.load([counts(tmp_path, "更正.csv", grown)], confirmed=True)
    assert asked("select count(*) from suppressed_figure where unit_id = 'T6'") == [(0,)]
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "province"))
    etl.build_from([f"NT={city}"])
    assert asked("select distinct unit_id from survey_answer order by 1") == [(f"NT:T{at}",) for at in (1, 2, 3, 4)]


def test_persons_stay_in_their_city(province):
    assert asked("select count(*) from index_score where subject_grain = 'member'") == [(0,)]
    mean = sum(70 + at for at in range(MEMBERS["T3"])) / MEMBERS["T3"]
    members = "select unit_id, score from index_score where index = 'pioneer' order by 1"
    assert asked(members) == [(f"{city}:T3", mean) for city in sorted(CITIES)]
    assert asked("select sum(raw_n), count(text) from opinion where unit_id = 'SZ:T1'") == [(2, 0)]
    assert asked("select count(*) from opinion where unit_id = 'SZ:T6'") == [(0,)]
    assert asked(
        "select unit_id, value from hotline where measure = 'valid_callbacks' and unit_id is not null order by 1"
    ) == [(f"{city}:T3", 60) for city in sorted(CITIES)]


def test_the_hotline_of_the_province_adds_up_its_cities(province):
    whole = "unit_id is null and division_code is null and measure = 'received'"
    assert asked(f"select value, source_sheet from hotline where {whole}") == [(2700, " + ".join(sorted(CITIES)))]


def test_a_part_of_the_cities_is_no_whole(tmp_path, fresh_home, cities, monkeypatch):
    """A city whose bulletin lacks the call-backs: there is no sum of the others."""
    shutil.copytree(home_of(cities[0]), tmp_path / "city")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path / "city"))
    etl.withdraw(next(one["batch_id"] for one in etl.history() if one["dataset"] == "hotline"))
    monkeypatch.setenv("RONGHE_HOME", str(fresh_home))
    etl.build_from([f"南通={tmp_path / 'city'}", *cities[1:]])
    sums = "select distinct source_sheet from hotline where unit_id is null and division_code is null"
    assert asked(sums) == [("SZ + 无锡",)]


def test_stars_are_those_of_the_city_with_its_quota(province, cities, monkeypatch):
    stars = "select branch_id, star from branch_star where branch_id like '%Z_' order by all"
    found = dict(asked(stars))
    with monkeypatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(home_of(cities[1])))
        there = dict(asked(stars))
    assert len(set(there.values())) > 1
    assert {name: star for name, star in found.items() if name.startswith("SZ:")} == {
        f"SZ:{name}": star for name, star in there.items()
    }


def test_items_of_two_cities_with_one_number_are_two(province):
    assert queries.ask("rectification_summary", as_of=date(YEAR, 12, 31))["total"].to_list() == [2 * len(CITIES)]


def test_a_figure_leads_to_the_city_its_build_and_its_batch(province, cities):
    build = (home_of(cities[1]) / "builds" / "current").read_text()
    for dataset, file in (("survey", "SZ调查.csv"), ("rectification_item", "台账.csv"), ("hotline", "热线.csv")):
        told = etl.trace(dataset, units=["SZ:T3" if dataset == "hotline" else "SZ:T1"])
        assert told.files["file"].to_list() == [f"SZ {build}"]
        (sheets,) = told.files["sheets"].to_list()
        assert [sheet.split(" › ")[1] for sheet in sheets] == [file]
        assert told.rows.height
    assert etl.trace("survey", units=["SZ:T1"]).n == sum(sum(both) for both in answers_of("SZ")["T1"].values())


def test_the_same_builds_twice_change_nothing(province, cities):
    before, history = files_below(province), etl.history()
    again = etl.build_from(cities, by="clerk")
    assert again.exit_code == 0 and all(file.unchanged for file in again.files)
    assert (files_below(province), etl.history()) == (before, history)


@pytest.fixture
def republished(province, tmp_path, cities, monkeypatch) -> list[str]:
    """The cities, of which the second has a correction since."""
    shutil.copytree(home_of(cities[1]), tmp_path / "again")
    with monkeypatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(tmp_path / "again"))
        corrected = answers_of("SZ") | {"T1": {"residents": (299, 13), "leaders": (98, 17)}}
        etl.load([counts(tmp_path, "更正.csv", corrected)], confirmed=True)
    return [cities[0], f"SZ={tmp_path / 'again'}", cities[2]]


def test_a_city_that_publishes_anew_replaces_what_it_published(republished):
    report = etl.build_from(republished, by="clerk")
    assert [file.unchanged for file in report.files] == [True, False, True]
    revised = report.change.revisions.filter(told="open", figure="satisfaction_rate")
    assert revised["unit_id"].to_list() == [None, "SZ:T1"]
    assert revised["unit"][1] == f"SZ {NAMES['T1']}"
    states = {one["batch_id"]: one["state"] for one in etl.history()}
    assert sorted(states.values()) == ["live", "live", "live", "replaced"]
    assert states[report.files[1].batch_id] == "live"
    assert etl.events()[0]["batches"] == [report.files[1].batch_id]


def test_a_city_alone_can_be_taken_anew(republished):
    assert etl.build_from(republished[1:2]).files[0].unchanged is False
    assert asked("select count(distinct division_code) from survey_answer") == [(3,)]


def test_a_rollback_returns_to_what_the_city_published_before(republished):
    before, old = etl.builds()[0]["id"], asked(CELLS)
    etl.build_from(republished)
    assert asked(CELLS) != old
    etl.rollback(before)
    assert asked(CELLS) == old
    assert etl.build() == before


def test_a_city_that_is_withdrawn_is_gone_until_it_is_taken_again(province, cities):
    whole = asked(CELLS)
    etl.withdraw(next(one["batch_id"] for one in etl.history() if one["layout"] == "SZ"))
    assert asked("select distinct split_part(unit_id, ':', 1) from unit order by 1") == [("南通",), ("无锡",)]
    etl.build_from(cities)
    assert asked(CELLS) == whole


def test_a_province_has_workbooks_of_its_own_beside_its_cities(province, tmp_path):
    text = "unit_id,unit,unit_class\nP1,省级机关,service_light\n"
    (tmp_path / "单位.csv").write_text(text, encoding="utf-8")
    assert etl.load([tmp_path / "单位.csv"]).exit_code == 0
    assert asked("select unit from unit where unit_id = 'P1'") == [("省级机关",)]
    note = etl.note_event(f"{YEAR}-05-01", "合并办公", "unit", f"SZ {NAMES['T1']}", by="clerk")
    assert note["code"] == "SZ:T1"


def test_a_province_hides_by_its_own_figures_too(province, tmp_path):
    """Two units of its own: of one with four answers nothing may be shown, nor of what would give it away."""
    (tmp_path / "单位.csv").write_text(
        "unit_id,unit,unit_class\nP1,省厅甲,service_light\nP2,省厅乙,service_light\n", encoding="utf-8"
    )
    own = {"P1": {"residents": (3, 1)}, "P2": {"residents": (40, 5)}}
    assert etl.load([tmp_path / "单位.csv", counts(tmp_path, "省直.csv", own)], confirmed=True).exit_code == 0
    hidden = "unit_level = 'unit' and group_level = 'all' and part_level = 'all'"
    assert ("P1",) in asked(f"select unit_id from suppressed_figure where {hidden}")
    by_unit = queries.ask("satisfaction_by_unit", year_from=YEAR, year_to=YEAR)
    assert by_unit.filter(unit_id="P1")["valid_n"].to_list() == [None]


def test_a_province_is_built_again_without_its_cities(province):
    build, cells = etl.builds()[0]["id"], asked(CELLS)
    shutil.rmtree(province / "builds")
    assert (etl.build(), asked(CELLS)) == (build, cells)


def test_what_a_city_hides_since_is_hidden_in_older_builds_of_the_province(province, tmp_path, cities, monkeypatch):
    """辛 of 无锡 has 11 answers, and later 7: the province's older build would tell of the 4 that went."""
    before = etl.builds()[0]["id"]
    of_unit = {"build": before, "units": ["无锡:T6"]}
    assert queries.ask("satisfaction_by_unit", **of_unit)["valid_n"].to_list() == [11]
    shutil.copytree(home_of(cities[2]), tmp_path / "again")
    with monkeypatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(tmp_path / "again"))
        etl.load([counts(tmp_path, "更正.csv", {"T6": ANSWERS["T6"]})], confirmed=True)
    told = etl.build_from([f"无锡={tmp_path / 'again'}"], confirmed=True).change.revisions
    assert queries.ask("satisfaction_by_unit", **of_unit)["valid_n"].to_list() == [None]
    of_rate = told.filter(unit_id="无锡:T6", figure="satisfaction_rate")
    assert of_rate.select("told", "before_denominator").rows() == [("hidden", None)]


def test_a_city_that_loses_much_is_asked_about(province, tmp_path, cities, monkeypatch):
    shutil.copytree(home_of(cities[1]), tmp_path / "again")
    with monkeypatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(tmp_path / "again"))
        etl.withdraw(next(one["batch_id"] for one in etl.history() if one["dataset"] == "survey_count"))
    before = files_below(province)
    asked_about = etl.build_from([f"SZ={tmp_path / 'again'}"])
    assert asked_about.exit_code == 2 and asked_about.unconfirmed and asked_about.change.asks
    assert files_below(province) == before
    assert etl.build_from([f"SZ={tmp_path / 'again'}"], confirmed=True).exit_code == 0
    assert asked("select count(*) from survey_answer where division_code = 'SZ'") == [(0,)]
