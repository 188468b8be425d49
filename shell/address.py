"""The reader's choices in the address of the page: read from a link, written after each change.

Called by app.py, which draws the widgets of the shared filters.
"""

from collections.abc import Iterator, Mapping

import streamlit as st

from briefing import drafts
from shell.session import CHOICES, SEVERAL, Options, first_years, has_build, lang, newest_build, plain, speak
from words import LANGUAGES

BASES = ("three", "two", "top", "points")
LISTS = {"unit_class": "unit_class", "units": "unit", "groups": "group"}
NAMES = {"lang", "year_from", "year_to", *LISTS, "basis", *CHOICES, "build"}
UNKNOWN = "unknown"  # the field whose values are the names that a long link has besides (fewer_fields)
EXAMPLES, LONGEST = 3, 30  # values of a link named in a message, and their greatest length


def adopt_address(options: Options) -> None:
    """Takes the filters from the URL if the reader came by a link or went back; otherwise keeps the current ones.

    Streamlit empties the URL on a page switch: this does not reset the filters. Values that the data do not contain are
    dropped with a message.
    """
    state = st.session_state
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    if given and given != state.get("address"):
        state["lost"] = list(read_address(given, options))
    years = list(options.get("year", ()))
    if years and not (state.get("year_from") in years and state.get("year_to") in years):
        state["year_from"], state["year_to"] = first_years(options)
    for name in LISTS:
        state.setdefault(name, [])
    state.setdefault("basis", BASES[0])


def read_address(given: Mapping[str, list[str]], options: Options) -> Iterator[str]:
    """Sets the session from a URL; yields a message for each value that is not available."""
    state = st.session_state
    one = {name: values[-1] for name, values in given.items() if values}
    if one.get("lang") in LANGUAGES:
        state["lang"] = one["lang"]
    years = list(options.get("year", ()))
    if years:
        first, last = (
            int(one[name]) if one.get(name, "").isdigit() else end
            for name, end in (("year_from", years[0]), ("year_to", years[-1]))
        )
        yield from (str(year) for year in dict.fromkeys((first, last)) if year not in years)
        if first in years and last in years and first <= last:
            state["year_from"], state["year_to"] = first, last
    for name, code_list in LISTS.items():
        known = options.get(code_list, {})
        asked = [code for text in given.get(name, []) for code in text.split(",") if code]
        state[name] = [code for code in asked if code in known]
        yield from (code for code in asked if code not in known)
    state["basis"] = one["basis"] if one.get("basis") in BASES else BASES[0]
    for name in CHOICES:
        if name in one and not (name == "draft" and state.get(name)):  # going back takes nothing out of the basket
            state[name] = one[name].split(",") if name in SEVERAL else one[name]
            if name == "draft" and not drafts.draft(one[name]):
                yield state.pop(name)
    yield from (name for name in given if name not in NAMES and name != UNKNOWN)
    yield from (name for text in given.get(UNKNOWN, []) for name in text.split(","))
    if (build := one.get("build")) and build != newest_build():
        if has_build(build):
            state["build"] = build
        else:
            yield build


def fewer_fields(query: bytes) -> bytes:
    """A query with a field for each known name, its values joined by commas as `read_address` reads them, and one for
    all other names: what the link names is then shown, and what the data lack is told, instead of nothing of either."""
    values: dict[bytes, list[bytes]] = {}
    for field in query.split(b"&"):
        name, _, value = field.partition(b"=")
        if name.decode("ascii", "replace") in NAMES:
            values.setdefault(name, []).append(value)
        else:
            values.setdefault(UNKNOWN.encode(), []).append(name)
    return b"&".join(name + b"=" + b",".join(own) for name, own in values.items())


def lost_words(lost: list[str]) -> str:
    """The sentence about values of a link that the data do not contain. lost: at least one value."""
    examples = [word if len(word) <= LONGEST else f"{word[:LONGEST]}…" for word in lost[:EXAMPLES]]
    what = plain(speak("shell.link.between").join(examples))
    return speak("shell.link.lost" if len(lost) == 1 else "shell.link.lost_several", what=what, n=len(lost))


def address() -> dict[str, list[str]]:
    """All choices as URL parameters, default values included, because the defaults may change later."""
    state = st.session_state
    said = {"lang": [lang()]}
    said |= {name: [str(state[name])] for name in ("year_from", "year_to") if state.get(name)}
    said |= {name: list(state[name]) for name in LISTS if state.get(name)}
    said |= {
        name: [",".join(state[name]) if name in SEVERAL else state[name]]
        for name in ("basis", *CHOICES, "build")
        if state.get(name)
    }
    return said


def write_address() -> None:
    said = address()
    if {name: st.query_params.get_all(name) for name in st.query_params} != said:
        st.query_params.from_dict(said)
    st.session_state["address"] = said
