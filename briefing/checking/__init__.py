"""核稿: a briefing that people edited, compared with the cards whose trace codes it holds.

Called by shell and the command line. This room judges numbers by the exhibits as exported and words by the rules of
exhibits.gates; it computes no figure, and changes a file only by adding comments to a copy.
"""

from briefing.checking.check import Checked, check
from briefing.checking.findings import UNKNOWN, WORD, WRONG, Finding

__all__ = ["UNKNOWN", "WORD", "WRONG", "Checked", "Finding", "check"]
