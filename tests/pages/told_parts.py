"""What the parts of a page tell (shell/parts.py), and what a reader does with them, for tests without a browser."""

import json
from typing import Any

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


def pressed(app: AppTest, key: str) -> AppTest:
    """The page after a click on this button of a part."""
    event = button_of(app, key)["event"]
    (part,) = [
        each.proto
        for each in app.get("bidi_component")
        if key in [button["key"] for button in json.loads(each.proto.bytes).get("buttons", ())]
    ]
    states = app._tree.get_widget_states()
    heard = states.widgets.add()
    heard.id = f"$$STREAMLIT_INTERNAL_KEY_{part.id}__events"
    heard.json_trigger_value = json.dumps([{"event": event, "value": True}])
    return app._run(states)
