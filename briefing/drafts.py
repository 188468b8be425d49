"""Drafts: what a reader has in the basket, kept under the digest of its content.

A draft is never changed: each step of a reader is a new draft. So two readers who follow one link have a basket each,
and the link shows the same blocks for ever.
"""

import hashlib
import json
import re

from briefing import store
from briefing.composition import Composition, as_bytes, from_json, to_json

ID = re.compile(r"[0-9a-f]{12}")


def keep(composition: Composition) -> str:
    """Keeps the draft; returns its id. Raises OSError if the warehouse can't be written."""
    content = as_bytes(to_json(composition))
    draft = hashlib.sha256(content).hexdigest()[:12]
    file = store.folder("briefings") / "drafts" / f"{draft}.json"
    if not file.exists():
        store.write_whole(file, content)
    return draft


def draft(draft_id: str) -> Composition | None:
    """The draft with this id; None if there is none, or none that can be read."""
    if not ID.fullmatch(draft_id):
        return None
    try:
        content = (store.folder("briefings") / "drafts" / f"{draft_id}.json").read_text(encoding="utf-8")
        return from_json(json.loads(content))
    except (OSError, ValueError):
        return None
