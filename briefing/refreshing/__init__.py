"""续稿: an edited briefing brought to the newest build: numbers, chart data, tables and untouched sentences of cards.

Called by shell and the command line. Sentences that people wrote are never rewritten: their numbers are, where it is
certain what they mean; the rest is marked. All parts without data keep their bytes.
"""

from briefing.refreshing.changes import DATA, NUMBER, OPEN, SENTENCE, Change
from briefing.refreshing.refresh import Refreshed, refresh

__all__ = ["DATA", "NUMBER", "OPEN", "SENTENCE", "Change", "Refreshed", "refresh"]
