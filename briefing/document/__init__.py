"""Exhibits as a native, editable Word document: a notice (通报) or a brief (简报) on the page of GB/T 9704.

`document_bytes` makes the file. Called by shell and the command line. It shows the same rows as the page and the
slide, under the same findings; its sentences give more digits of the same numbers and judge only through the gates.
"""

from briefing.document.blocks import KINDS, Block, Heading, Kind, Letter, Table, Text
from briefing.document.document import document_bytes, document_in, document_of, written

__all__ = [
    "KINDS",
    "Block",
    "Heading",
    "Kind",
    "Letter",
    "Table",
    "Text",
    "document_bytes",
    "document_in",
    "document_of",
    "written",
]
