"""The reader's choices, and the results for them, cached for all sessions.

The widgets of app.py and of pages keep their values in `st.session_state` under the names of `Selection`'s fields.
A click on a mark writes there too. `selection()` reads all of them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import polars as pl
import streamlit as st

import queries
from briefing.answered import answer, answered
from briefing.once import Once
from exhibits import Exhibit, Selection
from exhibits.telling_units import MOST
from exhibits.trace_code import pieces
from words import label, say

SHARED = ("year_from", "year_to", "unit_class", "units", "groups", "basis")
# Choices of single pages that a link also contains.
CHOICES = (
    *("index", "group_by", "colour", "height", "map_form", "bucket", "traced", "competing", "cohort", "deadline"),
    *("view", "comparison", "span", "split_by", "series", "weights", "trend_by", "unit", "beside", "units_shown"),
    *("until", "programme", "standing", "channel", "place_by", "brand_id", "draft"),
    "code",
)
SEVERAL = ("beside",)  # of these, those with several values
# Choices of one value for a field of the selection that may hold several.
ONE_OF_MANY = ("index", "programme", "standing")
# The filter that a click on a mark sets: kind of the mark → name of the filter. Other kinds set nothing.
NARROWS = {"year": "year_from", "unit": "units", "group": "groups", "bucket": "bucket"}
UNITS_SHOWN = ("telling", "all")
KEPT_OPTIONS = 32
SHOWN = "shown"  # in the session: exhibit → choices, those that this run of the page has asked for, in their order
Options = dict[str, dict[Any, str]]


def lang() -> str:
    """The reader's language: zh or en."""
    return st.session_state.get("lang", "zh")


def speak(key: str, **facts: object) -> str:
    """A text of words/pages.toml or words/shell.toml in the reader's language."""
    return say(key, lang(), **facts)


def build() -> str:
    """The id of the build that is shown: of the link, else the published one. Raises queries.NoBuild without one."""
    return st.session_state.get("build") or queries.build_id()


def selection(*own: str, **changes: Any) -> Selection:
    """The shared filters and the page's `own` choices (by name) as a frozen value. `changes` override both."""
    state = st.session_state
    chosen: dict[str, Any] = {"lang": lang()}
    chosen |= {name: state[name] for name in (*SHARED, *own) if state.get(name)}
    chosen |= {name: [chosen[name]] for name in ONE_OF_MANY if isinstance(chosen.get(name), str)}
    chosen |= changes
    chosen = {name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()}
    return Selection(**chosen)


def newest_build() -> str | None:
    """The id of the published build, or None."""
    try:
        return queries.build_id()
    except queries.NoBuild:
        return None


def has_build(name: str) -> bool:
    """True if a build with this id is still kept."""
    try:
        queries.build_file(name)
    except queries.QuestionError:
        return False
    return True


def options() -> Options:
    """The options of the shared filters: list → code → word, years as numbers. Empty if nothing is published."""
    return options_of(build(), lang()) if newest_build() else {}


def options_of(build_id: str, language: str) -> Options:
    """The options in a build; not to be changed, for they are shared by all readers."""
    return _options(build_id, language, queries.sources())


def _listed(build_id: str, language: str, _sources: object) -> Options:
    found: Options = {"year": {}, "unit_class": {}, "unit": {}, "group": {}, "index": {}, "division": {}}
    rows = answer("filter_options", Selection(), build_id).select("list", "code", "word").iter_rows()
    for code_list, code, word in rows:
        found.setdefault(code_list, {})[int(code) if code_list == "year" else code] = label(code_list, word, language)
    return found


_options = Once(_listed, KEPT_OPTIONS)


def first_years(found: Options) -> tuple[int | None, int | None]:
    """The years that are chosen before a reader has chosen any: all."""
    years = list(found.get("year", ()))
    return (years[0], years[-1]) if years else (None, None)


def worded(code_list: str, code: str) -> str:
    """The word of a code in the reader's language."""
    return label(code_list, code, lang())


def wording(words: Mapping[str, str]) -> Callable[[str], str]:
    """The function by which a widget words its codes; a code that is no longer an option stays a code."""
    return lambda code: words.get(code, code)


def scope_words(found: Options) -> str:
    """The current choices in words."""
    chosen = selection()
    years = (chosen.year_from, chosen.year_to) if chosen.year_from and chosen.year_to else None
    return chosen.words(lang(), found["unit"], years)


def ask(question: str, chosen: Selection | None = None) -> pl.DataFrame:
    """The result of a question for these choices, from the build that is shown; cached for all sessions."""
    return answer(question, chosen or Selection(), build())


def exhibit(name: str, chosen: Selection) -> Exhibit:
    """The finished exhibit; cached for all sessions with the same choices."""
    st.session_state.setdefault(SHOWN, {})[name] = chosen
    return answered(name, chosen, build())


def narrow(kind: str, mark: Any) -> None:
    """Sets the filter of this kind of mark to this one value."""
    if kind == "year":
        st.session_state["year_from"] = st.session_state["year_to"] = int(mark)
    else:
        st.session_state[NARROWS[kind]] = str(mark) if kind == "bucket" else [mark]


def choice(name: str, options: Iterable[str], worded: Callable[[str], str], title: str, titled: bool = False) -> None:
    """A row of buttons for one choice of a page, stored under the name of the selection's field."""
    options = list(options)
    if options and st.session_state.get(name) not in options:
        st.session_state[name] = options[0]
    if options:
        st.segmented_control(
            title,
            options,
            format_func=wording({option: worded(option) for option in options}),
            key=name,
            required=True,
            label_visibility="visible" if titled else "collapsed",
            wrap=True,
            persist_state="session",
        )


def choose(page: str, name: str, *options: str) -> None:
    """A choice with the words `pages.PAGE.NAME.OPTION` and the title `pages.PAGE.NAME_choose`."""
    words = {option: speak(f"pages.{page}.{name}.{option}") for option in options}
    choice(name, options, words.__getitem__, speak(f"pages.{page}.{name}_choose"))


def views(page: str, drawn: Mapping[str, Callable[[], None]]) -> None:
    """The views of a page: the reader chooses one, and it is drawn."""
    choose(page, "view", *drawn)
    drawn[st.session_state["view"]]()


def units_switch(*names: str) -> None:
    """A row of buttons: whether the charts of these exhibits draw the telling units or all; the URL keeps the choice.
    Nothing where none of them has more units than a chart draws."""
    frames = [exhibit(name, selection("trend_by", "group_by")).frame for name in names]
    if all((frame["unit_id"].n_unique() if "unit_id" in frame else frame.height) <= MOST for frame in frames):
        return
    worded = {option: speak(f"shell.units_shown.{option}") for option in UNITS_SHOWN}
    choice("units_shown", UNITS_SHOWN, worded.__getitem__, speak("shell.units_shown.title"))


def plain(text: str) -> str:
    """Text with Markdown's special characters escaped: names of units may contain any character."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|$~:])", r"\\\1", text)


def whole_codes(text: str) -> str:
    """The same, with its trace codes marked: style.css keeps each on one line."""
    return "".join(f"`{part}`" if at % 2 else plain(part) for at, part in enumerate(pieces(text)))
