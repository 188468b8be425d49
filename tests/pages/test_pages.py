"""Every page, in both languages, over data, over a choice that nothing matches, and over no data at all."""

import io
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import queries
import shell
from exhibits import Selection
from tests.pages.told_parts import texts_told
from words import LANGUAGES, say, words

REPO = Path(__file__).parents[2]
PAGES = sorted(file.relative_to(REPO).as_posix() for file in (REPO / "pages").glob("*/*.py"))
ENGLISH_ONLY = ("Choose options", "Choose an option", "No results", "Browse files")


def opened(page: str, **address: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    # The switch drops the address, as a click in the menu does; what was chosen must survive it.
    return app.switch_page(page).run()


def nothing_matches() -> dict[str, list[str]]:
    """A unit, and a class that it is not of."""
    units = queries.ask("unit_list").filter(pl.col("unit_id") == pl.col("current_unit_id"))
    unit = units.row(0, named=True)
    other = units.filter(pl.col("unit_class") != unit["unit_class"])["unit_class"][0]
    return {"units": [unit["unit_id"]], "unit_class": [other]}


def texts(app: AppTest) -> str:
    said = [str(each.value) for kind in (app.title, app.markdown, app.caption, app.info) for each in kind]
    return "\n".join([*said, texts_told(app)])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_the_demonstration(page, lang, demo_home):
    app = opened(page, lang=lang)
    assert not app.exception
    assert app.title[0].value == say(f"pages.{Path(page).stem}.title", lang)
    assert not [word for word in ENGLISH_ONLY if word in texts(app)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_bears_a_choice_that_nothing_matches(page, lang, demo_home):
    app = opened(page, lang=lang, **nothing_matches())
    assert not app.exception
    assert app.title[0].value == say(f"pages.{Path(page).stem}.title", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_bears_a_build_without_a_batch(page, lang, empty_home):
    assert not opened(page, lang=lang).exception


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_bears_that_nothing_was_ever_published(page, lang, fresh_home):
    app = opened(page, lang=lang)
    assert not app.exception
    if Path(page).stem not in ("intake", "definitions"):
        assert app.info[0].value == say("shell.no_build", lang)


def test_a_link_in_english_has_english_filters_at_once(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["lang"], app.query_params["groups"] = "en", "residents"
    app.run()
    assert "Residents" in app.multiselect(key="groups").options
    assert app.button(key="chip-groups-residents").label.startswith("Residents")


def test_what_is_hidden_is_not_called_nothing(demo_home):
    app = opened("pages/leaders/map.py", unit_class="service_heavy", groups="residents")
    findings = [line for line in texts(app).splitlines() if line.startswith("### ")]
    assert "单位与层面同时筛选时，不按属地显示" in "".join(findings)
    assert say("shell.empty", "zh") not in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", ["progress", "pace", "timely", "quality"])
def test_every_view_of_the_ledger_shows_the_demonstration(view, lang, demo_home):
    address = {"view": view, "lang": lang, "group_by": "source", "competing": "withdrawn", "cohort": "quarter"}
    app = opened("pages/analysts/rectification.py", **address, deadline="working_days")
    assert not app.exception
    exhibits = {
        "progress": ("summary", "ageing", "backlog"),
        "pace": ("closure", "duration", "logrank", "cohorts"),
        "timely": ("on_time",),
        "quality": ("quality", "reopening", "states"),
    }
    chosen = Selection(lang=lang, group_by="source", competing="withdrawn", cohort="quarter")
    for name in exhibits[view]:
        assert "### " + shell.exhibit(f"rectification_{name}", chosen).finding in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", ["coverage", "contest", "winners", "story"])
def test_every_view_of_the_brands_shows_the_demonstration(view, lang, demo_home):
    app = opened("pages/analysts/brands.py", view=view, lang=lang)
    assert not app.exception
    exhibits = {
        "coverage": ("coverage", "gaps"),
        "contest": ("stages", "stage_years", "awards", "scores"),
        "winners": ("winners",),
        "story": ("story",),
    }
    for name in exhibits[view]:
        assert "### " + shell.exhibit(f"brand_{name}", Selection(lang=lang)).finding in texts(app)


def test_a_link_names_the_brand_whose_story_is_told(demo_home):
    brand = queries.ask("brand_list")["brand_id"][40]
    app = opened("pages/analysts/brands.py", view="story", brand_id=brand)
    assert not app.exception and app.selectbox(key="brand_id").value == brand
    assert shell.exhibit("brand_story", Selection(brand_id=brand)).finding in texts(app)
    unknown = opened("pages/analysts/brands.py", view="story", brand_id="无此品牌")
    assert not unknown.exception and unknown.session_state["brand_id"] == queries.ask("brand_list")["brand_id"][0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_definitions_tell_when_each_word_may_be_said(lang, demo_home):
    app = opened("pages/briefing/definitions.py", lang=lang)
    table = "\n".join([texts(app), *(each.label for each in app.expander)])
    met = {
        "zh": "| 高于…线 · 达标 · …个达标 | 95%区间下限不低于目标线（满意率用Wilson，",
        "en": "| above the … line · target met · … met | the whole 95% interval lies on or above the line",
    }
    assert met[lang] in table
    rules = [both[lang] for key, both in words().items() if key.startswith("exhibits.rule.")]
    assert len(rules) > 60
    assert [rule for rule in rules if shell.plain(rule) not in table] == []


def test_the_definitions_are_folded_by_subject_until_one_is_sought(demo_home):
    app = opened("pages/briefing/definitions.py")
    assert all(not each.proto.expanded for each in app.expander)
    every = [say(f"metrics.{name}.label", "zh") for name in queries.metrics()]
    assert [label for label in every if f"**{shell.plain(label)}**" not in texts(app)] == []
    app.text_input(key="definition").input("wilson 满意率").run()
    assert app.expander[0].proto.expanded
    assert len(app.expander) < 10


def test_a_search_that_finds_no_definition_says_so(demo_home):
    app = opened("pages/briefing/definitions.py")
    app.text_input(key="definition").input("无此口径").run()
    assert not app.exception and not app.expander
    assert shell.plain(say("pages.definitions.none", "zh", search="无此口径")) in texts(app)


def test_the_address_sets_the_filters_and_a_page_switch_keeps_them(demo_home):
    app = opened("pages/analysts/satisfaction.py", year_from="2019", year_to="2021", groups=["residents"], basis="two")
    assert (app.session_state["year_from"], app.session_state["year_to"]) == (2019, 2021)
    assert app.session_state["groups"] == ["residents"]
    assert app.session_state["basis"] == "two"
    assert app.query_params["year_from"] == "2019"
    assert app.query_params["groups"] == "residents"


def test_what_a_link_names_and_the_data_lack_is_told(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["units"] = "no such unit"
    app.run()
    assert not app.exception
    assert [each.value for each in app.warning] == [say("shell.link.lost", "zh", what="no such unit")]


def test_a_link_with_thousands_of_unknown_words_is_answered_by_one_sentence(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["units"] = ",".join(f"Z{at}" for at in range(3000))
    app.query_params["groups"] = "y" * 10_000
    app.run()
    assert not app.exception
    (told,) = [each.value for each in app.warning]
    assert told == "链接中的“Z0”“Z1”“Z2”等3001项在数据中找不到，已略过。"


def test_a_year_that_the_data_lack_is_named_once(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["year_from"] = app.query_params["year_to"] = "2099"
    app.run()
    assert [each.value for each in app.warning] == [say("shell.link.lost", "zh", what="2099")]


def test_a_change_of_language_keeps_what_is_chosen(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60).run()
    app.multiselect(key="groups").select("residents").run()
    app.session_state["lang"] = "en"
    app.run()
    assert not app.exception
    assert app.session_state["groups"] == ["residents"]
    assert app.title[0].value == say("pages.overview.title", "en")


def test_a_chip_undoes_its_narrowing(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["groups"] = ["residents"]
    app.run()
    app.button(key="chip-groups-residents").click().run()
    assert app.session_state["groups"] == []
    assert not [button for button in app.button if str(button.key).startswith("chip-")]


FORMULAS = pl.DataFrame({"unit": ["=1+1", "+1", "-1", "@a", "\t=1", "plain"], "rate": [-0.5] * 6})


def test_no_text_in_a_download_is_a_formula_and_numbers_stay_numbers():
    lines = shell.csv_bytes(FORMULAS, "zh").decode("utf-8-sig").splitlines()
    assert [line[0] for line in lines[1:]] == ["'"] * 5 + ["p"]
    assert all(line.endswith(",-0.5") for line in lines[1:])
    sheet = openpyxl.load_workbook(io.BytesIO(shell.workbook_bytes(FORMULAS, "zh"))).active
    assert [sheet.cell(row, 1).data_type for row in range(2, 8)] == ["s"] * 6
    assert sheet.cell(2, 2).value == -0.5


def test_effects_on_a_rate_are_not_called_rates():
    parts = pl.DataFrame({"unit": ["甲局"], "mix": [0.001], "rate": [0.002], "total": [0.003]})
    assert shell.csv_bytes(parts, "zh").decode("utf-8-sig").splitlines()[0] == "单位,构成影响,评价影响,影响合计"
    assert shell.csv_bytes(parts.drop("mix"), "zh").decode("utf-8-sig").splitlines()[0] == "单位,比率,总数"


@pytest.mark.parametrize("text", ["*南通*", "a_b_c", "[x](http://y)", "$1$", ":red[x]", "<b>", "# x"])
def test_text_of_the_data_is_never_markup(text):
    assert shell.plain(text).replace("\\", "") == text
    assert shell.plain(text) != text


def test_every_coded_word_exists_in_the_catalogue_of_columns():
    assert [column for column in shell.CODED if shell.heading(column, "zh") == column] == []


def test_sliders_move_the_weights_and_the_ranks(demo_home):
    app = opened("pages/analysts/indices.py")
    app.slider(key="weight-pioneer").set_value(100).run()
    assert app.session_state["weights"] == "pioneer:100,fortress:25,brand:25,conduct:25"
    assert "自选权重：先锋指数57%" in texts(app)
    next(button for button in app.button if button.label == say("pages.indices.declared", "zh")).click().run()
    assert "自选权重" not in texts(app)
    assert app.slider(key="weight-pioneer").value == 25


def test_weights_of_a_link_that_cant_be_read_are_told_and_dropped(demo_home):
    app = opened("pages/analysts/indices.py", weights="pioneer:x")
    assert not app.exception
    assert shell.plain("pioneer:x") in app.warning[0].value
    assert "自选权重" not in texts(app)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("ratings", ("service_claim", "service_ratings", "service_bad_ratings", "service_ratings_by_unit")),
        ("bad", ("bad_rating_handling", "bad_ratings_by_place")),
        ("hotline", ("hotline_flow", "hotline_channels", "hotline_quality", "hotline_by_unit")),
        ("topics", ("hotline_topics",)),
        ("signals", ("series_signals",)),
    ],
)
def test_every_view_of_services_shows_the_demonstration(view, names, lang, demo_home):
    own = {"channel": "online", "series": "hotline_received", "place_by": "unit"}
    app = opened("pages/analysts/services.py", view=view, lang=lang, **own)
    assert not app.exception
    city = ("service_claim", "bad_rating_handling", "hotline_topics")  # none of these choices is theirs
    for name in names:
        said = shell.exhibit(name, Selection(lang=lang, **({} if name in city else own))).finding
        assert "### " + said in texts(app), name


def test_an_old_link_to_the_control_charts_leads_to_their_place(demo_home):
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=60)
    app.query_params["lang"], app.query_params["series"], app.query_params["units"] = "en", "hotline_received", "A02"
    app._page_hash = calc_hash("signals")  # the path of the link, which AppTest can't open by its name
    app.run()
    assert not app.exception
    assert app.title[0].value == say("pages.services.title", "en")
    assert [app.session_state[name] for name in ("view", "series", "units")] == ["signals", "hotline_received", ["A02"]]
    chosen = Selection(lang="en", series="hotline_received", units=("A02",))
    assert "### " + shell.exhibit("series_signals", chosen).finding in texts(app)
