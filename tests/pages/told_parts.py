"""What the parts of a page tell (shell/parts.py), and what a reader does with them, for tests without a browser."""

import json
import re
from typing import Any

import polars as pl
from streamlit.testing.v1 import AppTest


def told_parts(app: AppTest) -> list[dict[str, Any]]:
    """The messages of the page's parts, in their order."""
    return [json.loads(part.proto.bytes) for part in app.get("bidi_component")]


def texts_told(app: AppTest) -> str:
    """What a reader reads in the parts, a finding marked as a heading."""
    lines = []
    for told in told_parts(app):
        lines += [f"### {told['finding']}"] if "finding" in told else []
        lines += [told[name] for name in ("subtitle", "footer") if name in told]
        lines += [text for card in told.get("headlines", ()) for _, text, _ in card]
    return "\n".join(lines)


def button_of(app: AppTest, key: str) -> dict[str, Any]:
    """A button of a part, by its key, as `trace-NAME`."""
    (found,) = [each for told in told_parts(app) for each in told.get("buttons", ()) if each["key"] == key]
    return found


def told_tables(app: AppTest) -> list[pl.DataFrame]:
    """The tables of the page as their readers see them: all columns are texts, under their headings."""
    return [
        pl.DataFrame(
            [[cell[0] if isinstance(cell, list) else cell for cell in row] for row in table["rows"]],
            schema=dict.fromkeys([head["title"] for head in table["heads"]], pl.String),
            orient="row",
        )
        for table in whole_tables(app)
    ]


def whole_tables(app: AppTest) -> list[dict[str, Any]]:
    """What the parts tell of their tables; as in a browser, a table that came before is not told again."""
    known = _known_tables(app)
    return [known[told["table"]["digest"]] | told["table"] for told in told_parts(app) if "table" in told]


def _known_tables(app: AppTest) -> dict[str, dict[str, Any]]:
    """The tables that this or an earlier run has told whole, by their digest."""
    known: dict[str, dict[str, Any]] = app.__dict__.setdefault("known_tables", {})
    tables = [told["table"] for told in told_parts(app) if "table" in told]
    known |= {table["digest"]: table for table in tables if "rows" in table}
    return known


def pressed(app: AppTest, key: str) -> AppTest:
    """The page after a click on this button of a part."""
    event = button_of(app, key)["event"]
    (part,) = [
        each.proto
        for each in app.get("bidi_component")
        if key in [button["key"] for button in json.loads(each.proto.bytes).get("buttons", ())]
    ]
    return _heard(app, part.id, event, True)


def ticked(app: AppTest, key: str, row: int | None) -> AppTest:
    """The page after a click on a row of the table whose key begins so; None: the row is no longer chosen."""
    _known_tables(app)
    (part,) = [
        each.proto for each in app.get("bidi_component") if re.search(rf"-table-{re.escape(key)}", each.proto.id)
    ]
    return _heard(app, part.id, "pick", [json.loads(part.bytes)["table"]["digest"], row])


def _heard(app: AppTest, part: str, event: str, value: object) -> AppTest:
    """The page after a part has told of an event."""
    states = app._tree.get_widget_states()
    heard = states.widgets.add()
    heard.id = f"$$STREAMLIT_INTERNAL_KEY_{part}__events"
    heard.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return app._run(states)
