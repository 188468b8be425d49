"""The little Streamlit that pages share: the reader's selection, cached answers, one card an exhibit, downloads.

The widgets of app.py and of pages keep their values in `st.session_state` under the names of `Selection`'s fields;
a click on a mark writes there too, and `selection()` reads it all back.
"""

import functools
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
import streamlit as st

import briefing
import queries
from exhibits import CATALOGUE, Exhibit, Selection
from words import label, say, words

# What a click on a mark sets: kind of the mark → name of the filter. The other kinds only inform.
NARROWS = {"year": "year_from", "unit": "units", "group": "groups", "bucket": "bucket"}
# Columns whose cells are codes → the list that words them.
CODED = {
    "unit_class": "unit_class",
    "group": "group",
    "theme": "theme",
    "channel": "channel",
    "index": "index",
    "subject_grain": "subject_grain",
    "scale_id": "scale",
    "verdict": "verdict",
    "state": "state",
    "status": "status",
    "source": "source",
    "dataset": "dataset",
}
SHARES = ("rate", "lower", "upper", "closure_rate", "on_time_rate", "open_share", "deadline_day_share")
SHARED = ("year_from", "year_to", "unit_class", "units", "groups", "basis")
FORMULA = r"^([=+\-@\t\r])"
# Choices of single pages that a link carries too.
CHOICES = ("index", "group_by", "colour", "bucket")
Options = dict[str, dict[Any, str]]
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_FRAMES, KEPT_EXHIBITS = 2000, 500


def lang() -> str:
    """The reader's language."""
    return st.session_state.get("lang", "zh")


def speak(key: str, **facts: object) -> str:
    """A sentence of words/pages.toml or words/shell.toml in the reader's language."""
    return say(key, lang(), **facts)


def build() -> str:
    """The id of the build that is shown: the one a link names, else the newest. Raises queries.NoBuild."""
    return st.session_state.get("build") or queries.build_id()


def selection(*own: str, **changes: Any) -> Selection:
    """The shared filters as one frozen value, with the page's `own` choices by name; `changes` come last."""
    state = st.session_state
    chosen: dict[str, Any] = {"lang": lang()}
    chosen |= {name: state[name] for name in (*SHARED, *own) if state.get(name)}
    if isinstance(chosen.get("index"), str):
        chosen["index"] = [chosen["index"]]
    chosen |= changes
    return Selection(**{name: tuple(value) if isinstance(value, list) else value for name, value in chosen.items()})


def newest_build() -> str | None:
    """The id of the published build, None when there is none."""
    try:
        return queries.build_id()
    except queries.NoBuild:
        return None


def has_build(name: str) -> bool:
    """Whether a build of this id is still kept."""
    try:
        queries.build_file(name)
    except queries.QuestionError:
        return False
    return True


def options() -> Options:
    """What the shared filters can be set to: list → code → word, years as numbers. Empty when nothing is published."""
    if not newest_build():
        return {}
    found: Options = {"year": {}, "unit_class": {}, "unit": {}, "group": {}, "index": {}, "division": {}}
    for code_list, code, word in ask("filter_options").select("list", "code", "word").iter_rows():
        known = found.setdefault(code_list, {})
        known[int(code) if code_list == "year" else code] = worded(code_list, word)
    return found


def worded(code_list: str, code: str) -> str:
    """The word of a code in the reader's language."""
    return label(code_list, code, lang())


def say_scope(found: Options) -> None:
    """What is chosen, in words: the line under a page's title."""
    chosen = selection()
    years = (chosen.year_from, chosen.year_to) if chosen.year_from and chosen.year_to else None
    st.caption(plain(chosen.words(lang(), found["unit"], years)))


def ask(question: str, chosen: Selection | None = None) -> pl.DataFrame:
    """The answer to a question about what is chosen, from the build that is shown; asked once for all readers."""
    return _answer(build(), question, _params(question, chosen or Selection()))


def exhibit(name: str, chosen: Selection) -> Exhibit:
    """The finished exhibit; made once for all readers who choose the same."""
    return _made(build(), name, chosen)


def _params(question: str, chosen: Selection) -> tuple[tuple[str, Any], ...]:
    params = chosen.params(queries.parameters(question))
    return tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in sorted(params.items()))


@functools.lru_cache(maxsize=KEPT_FRAMES)
def _answer(build_id: str, question: str, params: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    return queries.ask(question, build=build_id, **dict(params))


@functools.lru_cache(maxsize=KEPT_EXHIBITS)
def _made(build_id: str, name: str, chosen: Selection) -> Exhibit:
    spec = CATALOGUE[name]
    return spec.make({each: _answer(build_id, each, _params(each, chosen)) for each in spec.questions}, chosen)


# --- a card ----------------------------------------------------------------------------------------------------------


@contextmanager
def card(name: str, chosen: Selection, rows: bool = False) -> Iterator[Exhibit]:
    """The frame of one exhibit: finding and subtitle, what the caller draws, footer, downloads.

    `rows`: a second card of an exhibit already on the page, with its figures as a table.
    """
    shown = exhibit(name, chosen)
    place = f"{name}-rows" if rows else name
    with st.container(border=True, key=f"card-{place}", height="stretch", gap="xsmall"):
        st.markdown("### " + (speak("shell.rows") if rows else plain(shown.finding)))
        st.caption(plain(shown.subtitle))
        yield shown
        with st.container(key=f"foot-{place}", gap="xsmall"):
            st.caption(plain(shown.footer))
            _downloads(shown, place)


def show(name: str, chosen: Selection, columns: Sequence[str] = ()) -> None:
    """A card with the exhibit's figure, or with the named columns of its frame as a table."""
    with card(name, chosen, rows=bool(columns) and exhibit(name, chosen).figure is not None) as shown:
        if columns:
            table(shown.frame, columns, alt=shown.alt)
        else:
            draw(shown)


def draw(shown: Exhibit) -> None:
    """The exhibit's figure; a click on one of its marks narrows the page."""
    if shown.figure is None:
        st.caption(speak("shell.empty"))
    elif hasattr(shown.figure, "to_plotly_json"):
        # A click changes what is shown, so the chart comes back without Plotly's own mark of what was clicked.
        key = f"chart-{shown.id}-{st.session_state.get('clicks', 0)}"
        st.plotly_chart(
            shown.figure,
            theme=None,
            key=key,
            alt=shown.alt,
            on_select=functools.partial(_clicked, key),
            selection_mode="points",
            config=_plotly_config(lang()),
        )
    else:
        st.pydeck_chart(shown.figure, height=520, alt=shown.alt, key=f"deck-{shown.id}")


def _clicked(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    for kind, mark in (point["customdata"][:2] for point in points if point.get("customdata")):
        if kind in NARROWS:
            narrow(kind, mark)
            st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
            return


def narrow(kind: str, mark: Any) -> None:
    """Sets the filter that a mark of this kind stands for to this one mark."""
    if kind == "year":
        st.session_state["year_from"] = st.session_state["year_to"] = int(mark)
    else:
        st.session_state[NARROWS[kind]] = str(mark) if kind == "bucket" else [mark]


@functools.cache
def _plotly_config(language: str) -> dict[str, Any]:
    """Plotly's toolbar in the reader's language, without any request."""
    spoken = {title: say(f"shell.plotly.{key}", language) for title, key in PLOTLY_TITLES.items()}
    locale = "zh-CN" if language == "zh" else "en"
    return {
        "displaylogo": False,
        "scrollZoom": False,
        "modeBarButtons": [["toImage", "resetScale2d"]],
        "locale": locale,
        "locales": {locale: {"dictionary": spoken, "format": {}}},
    }


PLOTLY_TITLES = {
    "Download plot as a PNG": "picture",
    "Download plot as a png": "picture",
    "Reset axes": "reset",
    "Double-click to zoom back out": "back",
}


def cards(name: str, chosen: Selection) -> None:
    """The page's sentence, and a card for each row of the exhibit: value, change, target and verdict."""
    shown = exhibit(name, chosen)
    st.markdown(f"## {plain(shown.finding)}")
    st.caption(plain(shown.subtitle))
    if "label" not in shown.frame.columns:
        return
    with st.container(horizontal=True, key="cards", gap="small"):
        for row in shown.frame.iter_rows(named=True):
            with st.container(border=True, height="stretch", gap=None):
                _headline(row)
    with st.container(key=f"foot-{name}"):
        st.caption(plain(shown.footer))


def _headline(row: dict[str, Any]) -> None:
    """One card; red is kept for what misses its target or got worse, and never stands without the word."""
    st.metric(row["label"], row["value"])
    judged = plain(" · ".join(filter(None, (row["target"], row["verdict"]))))
    change = plain(row["change"])
    bad = row["tone"] == "bad"
    if judged:
        st.markdown(f":red[{judged}]" if bad else judged)
    st.markdown(f":red[{change}]" if bad and not judged else change)
    st.caption(plain(row["interval"]))


# --- tables ----------------------------------------------------------------------------------------------------------


def table(frame: pl.DataFrame, columns: Sequence[str], key: str | None = None, alt: str | None = None) -> int | None:
    """A table under the reader's words. With a key its rows can be chosen: the position of the chosen one, or None."""
    if frame.is_empty():
        st.caption(speak("shell.empty"))
        return None
    known = [name for name in columns if name in frame.columns]
    picked = st.dataframe(
        readable(frame.select(known), lang()),
        hide_index=True,
        height="auto" if frame.height <= 10 else 400,
        alt=alt,
        key=key,
        on_select="rerun" if key else "ignore",
        selection_mode="single-row",
        column_config={heading(name, lang()): _format(name, frame.schema[name]) for name in known},
    )
    rows = picked["selection"]["rows"] if key else []
    return rows[0] if rows and rows[0] < frame.height else None


def readable(frame: pl.DataFrame, language: str) -> pl.DataFrame:
    """The frame with headings and codes in words."""
    worded = [
        pl.col(name).map_elements(functools.partial(_word, CODED[name], language), return_dtype=pl.String)
        for name in frame.columns
        if name in CODED and frame.schema[name] == pl.String
    ]
    named = frame.with_columns(worded)
    for name, kind in frame.schema.items():
        if kind == pl.Boolean:
            yes, no = say("shell.yes", language), say("shell.no", language)
            named = named.with_columns(pl.when(pl.col(name)).then(pl.lit(yes)).otherwise(pl.lit(no)).alias(name))
    return named.rename({name: heading(name, language) for name in frame.columns})


def _word(code_list: str, language: str, code: str) -> str:
    return label(code_list, code, language)


def heading(column: str, language: str) -> str:
    """The reader's word for a column; a column nobody worded keeps its name."""
    key = f"shell.column.{column}"
    return say(key, language) if key in words() else column


def _format(column: str, kind: Any) -> Any:
    if column in SHARES:
        return st.column_config.NumberColumn(format="percent")
    if column in ("year", "round_no", "source_row"):
        return st.column_config.NumberColumn(format="%d")
    if kind in (pl.Float32, pl.Float64):
        return st.column_config.NumberColumn(format="%.1f")
    if kind == pl.Date:
        return st.column_config.DateColumn(format="YYYY-MM-DD")
    return st.column_config.Column()


# --- downloads -------------------------------------------------------------------------------------------------------


def _downloads(shown: Exhibit, place: str) -> None:
    language, name = lang(), shown.id
    drawer = st.popover(
        speak("shell.download.open"), type="tertiary", icon=":material/download:", key=f"get-{place}", on_change="rerun"
    )
    if not drawer.open:
        return
    with drawer:
        if name in briefing.SUPPORTED and not shown.frame.is_empty():
            download(
                speak("shell.download.slide"),
                functools.partial(briefing.slide_bytes, shown, language),
                f"{name}.pptx",
                PPTX,
            )
        download(speak("shell.download.csv"), functools.partial(csv_bytes, shown.frame, language), f"{name}.csv")
        table(shown.frame, shown.frame.columns)


def download(text: str, content: Callable[[], bytes] | bytes, file: str, mime: str = "text/csv") -> None:
    """A button whose file is made only when it is pressed."""
    st.download_button(text, content, file, mime, on_click="ignore", key=f"file-{file}")


def csv_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame for Excel: UTF-8 with a mark, no text that a spreadsheet would take for a formula."""
    return _harmless(frame).pipe(readable, language).write_csv(include_bom=True).encode()


def _harmless(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.String).str.replace(FORMULA, "'$1"))


def workbook_bytes(frame: pl.DataFrame, language: str) -> bytes:
    """The frame as an .xlsx file, with the same care."""
    book = io.BytesIO()
    _harmless(frame).pipe(readable, language).write_excel(book, autofit=True)
    return book.getvalue()


def download_rows(frame: pl.DataFrame, key: str) -> None:
    """The rows to take along, as a workbook and as text."""
    with st.container(horizontal=True):
        download(speak("shell.download.xlsx"), functools.partial(workbook_bytes, frame, lang()), f"{key}.xlsx", XLSX)
        download(speak("shell.download.csv"), functools.partial(csv_bytes, frame, lang()), f"{key}.csv")


def plain(text: str) -> str:
    """Text as Markdown that says just this text: names of units hold what they like."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|$~:])", r"\\\1", text)


def choice(name: str, options: Iterable[str], worded: Callable[[str], str], title: str) -> None:
    """A row of buttons for one choice of a page, kept under the name of the selection's field."""
    options = list(options)
    if options and st.session_state.get(name) not in options:
        st.session_state[name] = options[0]
    if options:
        st.segmented_control(
            title,
            options,
            format_func={option: worded(option) for option in options}.get,
            key=name,
            required=True,
            label_visibility="collapsed",
            persist_state="session",
        )


def metric_words() -> pl.DataFrame:
    """How every metric is made: metric, meaning, formula, unit_shown."""
    return pl.DataFrame(
        {
            "metric": speak(f"metrics.{name}.label"),
            "meaning": speak(f"metrics.{name}.meaning"),
            "formula": speak(f"metrics.{name}.formula"),
            "unit_shown": speak(f"metrics.{name}.unit"),
        }
        for name in queries.metrics()
    )
