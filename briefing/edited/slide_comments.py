"""Comments on slides: the part with the authors, a part with comments for each slide, and their relations."""

import datetime
from collections.abc import Iterable
from itertools import count
from typing import Any

from lxml import etree

from briefing.edited.package import Package
from briefing.edited.passages import A, P, Remark
from briefing.edited.slides import slide_parts

NAMESPACE = P.strip("{}")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPE = "application/vnd.openxmlformats-officedocument.presentationml"
MAIN, AUTHORS = "ppt/presentation.xml", "ppt/commentAuthors.xml"
POSITION = 1587.5  # EMU in a unit of a comment's position
STEP = 140  # units between comments that would lie on each other


def comment_slides(package: Package, remarks: Iterable[Remark], author: str) -> None:
    """Adds a comment for each remark at the shape of its passage or chart; one on notes stands on their slide."""
    by_slide: dict[str, list[Remark]] = {}
    parts = slide_parts(package)
    for remark in remarks:
        place = remark.passage.place if remark.passage else remark.chart.place if remark.chart else None
        if place and place.number <= len(parts):
            by_slide.setdefault(parts[place.number - 1], []).append(remark)
    if not by_slide:
        return
    person = _author(package, author)
    last = int(person.get("lastIdx", "0"))
    for part, those in by_slide.items():
        listed, name = _list(package, part)
        taken: set[tuple[int, int]] = set()
        for remark in those:
            last += 1
            x, y = _position(remark)
            y = next(free for free in count(y, STEP) if (x, free) not in taken)
            taken.add((x, y))
            listed.append(_comment(person.get("id"), last, (x, y), remark.text))
        package.changed(name)
    person.set("lastIdx", str(last))
    package.changed(_authors(package))


def _authors(package: Package) -> str:
    return next(iter(package.related(MAIN, "/commentAuthors")), AUTHORS)


def _author(package: Package, name: str) -> Any:
    """The author's entry, made if there is none."""
    part = _authors(package)
    if part not in package.parts:
        _add_part(package, MAIN, part, "cmAuthorLst", "commentAuthors")
    root = package.tree(part)
    for each in root:
        if each.get("name") == name:
            return each
    new = str(max((int(each.get("id", "0")) for each in root), default=-1) + 1)
    return etree.SubElement(
        root, f"{P}cmAuthor", id=new, name=name, initials=name[:1], lastIdx="0", clrIdx=str(int(new) % 8)
    )


def _list(package: Package, slide: str) -> tuple[Any, str]:
    """The list of a slide's comments and its part, made if there is none."""
    part = next(iter(package.related(slide, "officeDocument/2006/relationships/comments")), "")
    if not part:
        part = next(name for number in count(1) if (name := f"ppt/comments/comment{number}.xml") not in package.parts)
        _add_part(package, slide, part, "cmLst", "comments")
    return package.tree(part), part


def _add_part(package: Package, source: str, part: str, root: str, kind: str) -> None:
    package.put(part, etree.tostring(etree.Element(f"{P}{root}", nsmap={"p": NAMESPACE})))
    package.declare(part, f"{TYPE}.{kind}+xml")
    package.relate(source, f"{OFFICE}/{kind}", part)


def _comment(author: str, number: int, place: tuple[int, int], text: str) -> Any:
    moment = datetime.datetime.now().isoformat(timespec="milliseconds")
    comment = etree.Element(f"{P}cm", authorId=author, dt=moment, idx=str(number))
    etree.SubElement(comment, f"{P}pos", x=str(place[0]), y=str(place[1]))
    etree.SubElement(comment, f"{P}text").text = text
    return comment


def _position(remark: Remark) -> tuple[int, int]:
    """The upper left corner of the shape, in the units of comments."""
    element = remark.passage.element if remark.passage is not None and remark.chart is None else None
    element = remark.chart.frame if remark.chart is not None else element
    shapes = [element, *element.iterancestors()] if element is not None else []
    for shape in shapes:
        for frame in (shape.find(f"{P}spPr/{A}xfrm"), shape.find(f"{P}xfrm")):
            if frame is not None and (corner := frame.find(f"{A}off")) is not None:
                return round(int(corner.get("x")) / POSITION), round(int(corner.get("y")) / POSITION)
    return 10, 10
