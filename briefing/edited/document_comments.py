"""Comments in a Word document: their part, and marks around the commented characters."""

import copy
import datetime
from collections.abc import Iterable
from itertools import islice
from typing import Any

from lxml import etree

from briefing.edited.document import main_part
from briefing.edited.package import Package
from briefing.edited.passages import Passage, Remark, W, holders

NAMESPACE = W.strip("{}")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
# What holds a note or comment, and the sign in the text that refers to it.
SIGNS = {"footnote": "footnoteReference", "endnote": "endnoteReference", "comment": "commentReference"}
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def comment_document(package: Package, remarks: Iterable[Remark], author: str) -> None:
    """Adds a comment for each remark. Remarks of one paragraph are set from its end, so that positions stay right."""
    main = main_part(package)
    text = package.tree(main)
    placed = [(remark, anchor) for remark in remarks if (anchor := _anchored(remark, text)) is not None]
    if not placed:
        return
    part = _part(package, main)
    root = package.tree(part)
    new = max((int(each.get(f"{W}id", "0")) for each in root), default=-1) + 1
    for remark, runs in sorted(placed, key=lambda each: -each[0].start):
        _mark(runs(), str(new))
        root.append(_comment(new, author, remark.text))
        new += 1
    package.changed(main)
    package.changed(part)


def _part(package: Package, main: str) -> str:
    part = next(iter(package.related(main, "relationships/comments")), "")
    if not part:
        part = f"{main.rpartition('/')[0]}/comments.xml"
        package.put(part, etree.tostring(etree.Element(f"{W}comments", nsmap={"w": NAMESPACE})))
        package.declare(part, TYPE)
        package.relate(main, RELATION, part)
    return part


def _comment(new: int, author: str, text: str) -> Any:
    about = {f"{W}id": str(new), f"{W}author": author, f"{W}initials": author[:1]}
    about[f"{W}date"] = datetime.datetime.now().isoformat(timespec="seconds")
    comment = etree.Element(f"{W}comment", about)
    for line in text.split("\n"):
        paragraph = etree.SubElement(comment, f"{W}p")
        written = etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t")
        written.text = line
        written.set(SPACE, "preserve")
    return comment


def _anchored(remark: Remark, main: Any) -> Any:
    """What gives the runs that are commented; None where the text has none. A comment can't stand in notes, headers,
    footers and comments: it stands at their sign in the text, or at its first words."""
    if remark.chart is not None:
        run = next(remark.chart.frame.iterancestors(f"{W}r"), None)
        runs = [run] if run is not None and _root(run) is main else _signs(remark.chart.frame, main)
        return (lambda: runs) if runs else None
    passage = remark.passage
    if passage is None:
        return None
    if _root(passage.element) is main:
        return lambda: _runs(passage, remark.start, remark.end)
    signs = _signs(passage.element, main)
    return (lambda: signs) if signs else None


def _root(element: Any) -> Any:
    return element.getroottree().getroot()


def _signs(element: Any, main: Any) -> list[Any]:
    """The run of the text that refers to the note or comment of an element; else its first run."""
    for tag, sign in SIGNS.items():
        for note in element.iterancestors(f"{W}{tag}"):
            found = [each for each in main.iter(f"{W}{sign}") if each.get(f"{W}id") == note.get(f"{W}id")]
            if found:
                return [found[0].getparent()]
    return list(islice(main.iter(f"{W}r"), 1))


def _runs(passage: Passage, start: int, end: int) -> list[Any]:
    """The runs with the characters from start to before end, cut out of longer ones."""
    found = []
    for element, first, last in list(holders(passage.element)):
        if last <= start or first >= end:
            continue
        run = element.getparent()
        if run.tag == f"{W}r" and len(run.findall(f"{W}t")) == 1 and len(run) <= 2:
            run = _cut(run, element, max(start - first, 0), min(end, last) - first)
        if not run.tag.startswith(W):  # a comment can't begin inside a formula
            run = next(each for each in (run, *run.iterancestors()) if each.getparent().tag.startswith(W))
        found.append(run)
    return found or list(islice(passage.element.iter(f"{W}r"), 1))


def _cut(run: Any, element: Any, start: int, end: int) -> Any:
    """Divides a run so that one of its parts has the characters from start to before end; returns that part."""
    text = element.text or ""
    for piece, add in ((text[end:], run.addnext), (text[:start], run.addprevious)):
        if piece:
            other = copy.deepcopy(run)
            _write(other.find(f"{W}t"), piece)
            add(other)
    _write(element, text[start:end])
    return run


def _write(element: Any, text: str) -> None:
    element.text = text
    element.set(SPACE, "preserve")


def _mark(runs: list[Any], new: str) -> None:
    """Marks where the comment begins and ends, and refers to it."""
    if not runs:
        return
    runs[0].addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": new}))
    reference = etree.Element(f"{W}r")
    etree.SubElement(reference, f"{W}commentReference", {f"{W}id": new})
    runs[-1].addnext(reference)
    runs[-1].addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": new}))
