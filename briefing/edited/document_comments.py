"""Comments in a Word document: their part, and marks around the commented characters."""

import copy
import datetime
from collections.abc import Iterable
from typing import Any

from lxml import etree

from briefing.edited.document import main_part
from briefing.edited.package import Package
from briefing.edited.passages import Passage, Remark, W, holders

NAMESPACE = W.strip("{}")
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def comment_document(package: Package, remarks: Iterable[Remark], author: str) -> None:
    """Adds a comment for each remark. Remarks of one paragraph are set from its end, so that positions stay right."""
    main = main_part(package)
    placed = [(remark, anchor) for remark in remarks if (anchor := _anchored(remark, main)) is not None]
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


def _anchored(remark: Remark, main: str) -> Any:
    """What gives the runs that are commented; None where no comment can stand, as in a footnote."""
    if remark.chart is not None:
        frame = remark.chart.frame
        run = next((each for each in frame.iterancestors() if each.tag == f"{W}r"), None)
        return None if run is None or remark.chart.frame_part != main else lambda: [run]
    passage = remark.passage
    if passage is None or passage.part != main:
        return None
    return lambda: _runs(passage, remark.start, remark.end)


def _runs(passage: Passage, start: int, end: int) -> list[Any]:
    """The runs with the characters from start to before end, cut out of longer ones."""
    found = []
    for element, first, last in list(holders(passage.element)):
        if last <= start or first >= end:
            continue
        run = element.getparent()
        if run.tag == f"{W}r" and len(run.findall(f"{W}t")) == 1 and len(run) <= 2:
            run = _cut(run, element, max(start - first, 0), min(end, last) - first)
        found.append(run)
    return found or [each for each in passage.element if each.tag == f"{W}r"][:1]


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
