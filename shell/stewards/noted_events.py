"""The card of noted events below charts over time: all of them, and how a steward notes or withdraws one."""

import functools

import streamlit as st

import etl
from exhibits.phrasing import minute
from shell.access import readers_only, stewards_only, tell_withheld
from shell.row_files import download_rows
from shell.session import newest_build, options, plain, speak, worded, wording
from shell.stewards.change_report import frame_of
from shell.stewards.confirmation import attempted, show_success
from shell.tables import table

CODE_LISTS = {"class": "unit_class", "unit": "unit", "instrument": "instrument"}  # scope → the list of its words
EVENTS = ("event_id", "event_day", "event_text", "event_scope", "concerns", "author", "entered_at", "withdrawn_by",
          "withdrawn_at")  # fmt: skip


def events_card() -> None:
    """Closed at first. A new event is in the charts above at once, because they depend on its file."""
    shelf = st.expander(speak("stewards.events.title"), key="noted-events", on_change="rerun")
    if not shelf.open:
        return
    with shelf:
        st.caption(speak("stewards.events.help"))
        show_success()
        events = attempted(etl.noted_events)
        rows = frame_of([_row(event) for event in events])
        at = table(rows, EVENTS, "events-noted", pick=True)
        if readers_only():
            tell_withheld("events")
        else:
            if at is not None and not events[at]["withdrawn_at"]:
                _withdrawing(events[at])
            _noting()
        if events:
            download_rows(rows.select(EVENTS), "events")


def _row(event: dict[str, str]) -> dict[str, str | None]:
    scope, code = event["scope"], event["code"]
    names = options().get("unit", {}) if scope == "unit" else {}
    concerns = names.get(code) or worded(CODE_LISTS[scope], code) if code else None
    return {
        "event_id": event["event_id"],
        "event_day": event["day"],
        "event_text": event["what"],
        "event_scope": worded("event_scope", scope),
        "concerns": concerns,
        "author": event["author"],
        "entered_at": minute(event["entered_at"]),
        "withdrawn_by": event["withdrawn_by"] or None,
        "withdrawn_at": minute(event["withdrawn_at"]) or None,
    }


@stewards_only
def _noting() -> None:
    """The fields of a new event, and the button that keeps it."""
    st.markdown(f"**{speak('stewards.events.add')}**")
    kept = st.session_state.get("events-kept", 0)  # in the keys: after an event is kept its fields are empty again
    first, second, third = st.columns((1, 1, 2))
    day = first.text_input(speak("shell.column.event_day"), key=f"event-day-{kept}", placeholder="2025-03-01")
    codes = _codes(newest_build())
    scopes = {scope: worded("event_scope", scope) for scope in codes}
    scope = second.selectbox(
        speak("shell.column.event_scope"), list(codes), format_func=wording(scopes), key="event-scope"
    )
    concerns = _concerned(scope, codes[scope], third)
    left, right = st.columns((3, 1))
    what = left.text_input(
        speak("shell.column.event_text"), key=f"event-text-{kept}", help=speak("stewards.events.text_help")
    )
    author = right.text_input(speak("shell.column.author"), key="by", persist_state="session")
    if st.button(speak("stewards.events.keep"), type="primary"):
        act = functools.partial(etl.note_event, day, what, scope, concerns, by=author)
        event = attempted(act)
        _done(speak("stewards.events.kept", event=event["event_id"], what=plain(event["what"])))


@st.cache_data(max_entries=8, show_spinner=False)
def _codes(known: str | None) -> dict[str, list[str]]:
    """etl.event_codes. known: the build whose units are known."""
    return etl.event_codes()


def _concerned(scope: str, codes: list[str], place) -> str:
    """The class, unit or instrument that the event concerns; "" for the city."""
    units = options().get("unit", {}) if scope == "unit" else {}
    words = units or {code: worded(CODE_LISTS[scope], code) for code in codes}
    if not words:
        return ""
    return place.selectbox(
        speak("shell.column.concerns"), list(words), format_func=wording(words), key=f"event-{scope}"
    )


@stewards_only
def _withdrawing(event: dict[str, str]) -> None:
    by = st.session_state.get("by") or ""
    if st.button(speak("stewards.events.withdraw", event=event["event_id"], what=plain(event["what"]))):
        attempted(functools.partial(etl.withdraw_event, event["event_id"], by=by))
        _done(speak("stewards.events.withdrawn", event=event["event_id"]))


def _done(success: str) -> None:
    """The page anew, with the event in its charts."""
    st.session_state["success"] = success
    st.session_state["events-kept"] = st.session_state.get("events-kept", 0) + 1
    st.rerun()
