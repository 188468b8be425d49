"""What stands around the passages of a card: groups of row names, bands, lines, tables, QR, alternative texts."""

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from briefing.edited.charts import C, R
from briefing.edited.package import Package, relations_of
from briefing.edited.passages import A, P, Passage, W, text_of
from briefing.qr import code_address, qr_png
from briefing.refreshing.likeness import canonical
from briefing.refreshing.renewal import Renewal

TABLES = (f"{A}tbl", f"{W}tbl")
ROWS = {f"{A}tbl": f"{A}tr", f"{W}tbl": f"{W}tr"}
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
ALTERNATIVE = ("descr", "title")


def exchange_shapes(package: Package, parts: Sequence[str], renewal: Renewal) -> bool | None:
    """Puts the groups, bands and lines of the newest slides in the place of those that nobody touched.

    True if they are as the newest build draws them; False if people must look; None if they stay as they were.
    """
    old, new = renewal.old.made.roots, renewal.new.made.roots
    if len(new) != len(old):
        return False
    if len(parts) != len(old):
        return None if [*map(_looks, old)] == [*map(_looks, new)] else False
    done: bool | None = None
    for part, was, now in zip(parts, old, new, strict=True):
        before = _looks(was)
        if before == _looks(now):
            continue
        mine = {canonical(each): each for each in _beside(package.tree(part))}
        if not before or not set(before) <= mine.keys():
            return False
        _put(package.tree(part), [mine[each] for each in before], _beside(now))
        package.changed(part)
        done = True
    return done


def is_beside(element: Any) -> bool:
    """True for a passage in a group, such as the names of rows beside a chart, and in the chart itself."""
    tags = (f"{P}grpSp", f"{C}chartSpace")
    return next(element.iterancestors(*tags), None) is not None


def _looks(root: Any) -> list[bytes]:
    return [canonical(each) for each in _beside(root)]


def _beside(root: Any) -> list[Any]:
    """The groups, lines and shapes without words of a slide."""
    tree = root.find(f"{P}cSld/{P}spTree")
    return [
        each for each in tree if each.tag in (f"{P}grpSp", f"{P}cxnSp") or (each.tag == f"{P}sp" and not _says(each))
    ]


def _says(shape: Any) -> bool:
    return any(text_of(each).strip() for each in shape.iter(f"{A}p"))


def _put(root: Any, removed: Sequence[Any], added: Sequence[Any]) -> None:
    """Puts copies of shapes where the removed ones stood, each kind at the place of its first, with fresh ids."""
    tree = root.find(f"{P}cSld/{P}spTree")
    fresh = max(int(each.get("id", "0")) for each in root.iter(f"{P}cNvPr")) + 1
    places: dict[str, int] = {}
    for each in removed:
        places.setdefault(each.tag, tree.index(each))
    default = min(places.values())
    for each in reversed(added):
        one = copy.deepcopy(each)
        for known in one.iter(f"{P}cNvPr"):
            known.set("id", str(fresh))
            fresh += 1
        tree.insert(places.get(each.tag, default), one)
    for each in removed:
        tree.remove(each)


def tables_of(passages: Sequence[Passage]) -> list[Any]:
    """The tables that hold passages, in their order."""
    found: dict[Any, None] = {}
    for passage in passages:
        if passage.element is not None:
            for parent in passage.element.iterancestors(*TABLES):
                found.setdefault(parent)
                break
    return list(found)


def exchange_table(mine: Any, was: Any, now: Any) -> bool | None:
    """Puts the rows of the newest table in the place of those here, if nobody edited them. None: nothing to do."""
    if len(_rows(was)) == len(_rows(now)):
        return None  # its cells are brought up to date one by one
    if _texts(mine) != _texts(was):
        return False
    rows = _rows(mine)
    place = mine.index(rows[0])
    for row in rows:
        mine.remove(row)
    for at, row in enumerate(_rows(now)):
        mine.insert(place + at, copy.deepcopy(row))
    return True


def _rows(table: Any) -> list[Any]:
    return table.findall(ROWS[table.tag])


def _texts(table: Any) -> list[str]:
    return [text_of(each) for each in table.iter(f"{A}p", f"{W}p")]


def exchange_alternatives(package: Package, parts: Sequence[str], renewal: Renewal) -> None:
    """Brings alternative texts and titles of shapes to the newest build, where they are as they were made."""
    old, new = renewal.old.exhibit, renewal.new.exhibit
    texts = {old.alt: new.alt, old.finding: new.finding, renewal.old.code: renewal.new.code}
    for part in parts:
        for known in package.tree(part).iter(f"{P}cNvPr", "{*}docPr"):
            for name in ALTERNATIVE:
                said = known.get(name, "")
                after = said
                for before, now in texts.items():
                    after = after.replace(before, now) if before else after
                if after != said:
                    known.set(name, after)
                    package.changed(part)


def exchange_qr(package: Package, parts: Sequence[str], renewal: Renewal, page: str) -> None:
    """Puts the QR of the new trace code in the place of the old one, and its link too. page: as of code_address; where
    no address is known, the one that the file's link holds."""
    code = renewal.new.code
    for part in parts:
        related = package.relations(part)
        for picture in _qr_pictures(package, part, code):
            link = _link_of(package, part, picture)
            held = link.get("Target", "").replace(renewal.old.code, code) if link is not None else code
            target = known if (known := code_address(code, page)) != code else held
            kind, name = related.get(next(picture.iter(f"{A}blip")).get(f"{R}embed"), ("", ""))
            if kind.endswith("/image") and name.endswith(".png"):
                package.put(name, qr_png(target))
                _lead(package, part, picture, link, target if target != code else "")


def _qr_pictures(package: Package, part: str, code: str) -> Iterator[Any]:
    """The pictures whose alternative text names a code: its QR."""
    for picture in package.tree(part).iter(f"{P}pic"):
        known = picture.find(f"{P}nvPicPr/{P}cNvPr")
        if known is not None and next(picture.iter(f"{A}blip"), None) is not None and code in known.get("descr", ""):
            yield picture


def _link_of(package: Package, part: str, picture: Any) -> Any:
    """The relation of the link of a picture; None if it has none."""
    click = picture.find(f"{P}nvPicPr/{P}cNvPr/{A}hlinkClick")
    source = relations_of(part)
    links = package.tree(source) if click is not None and source in package.parts else ()
    return next((each for each in links if each.get("Id") == click.get(f"{R}id")), None)


def _lead(package: Package, part: str, picture: Any, link: Any, address: str) -> None:
    """Lets a picture lead to an address, if there is one."""
    if link is not None and address != link.get("Target", ""):
        link.set("Target", address)
        package.changed(relations_of(part))
    elif link is None and address:
        known = picture.find(f"{P}nvPicPr/{P}cNvPr")
        known.insert(
            0, known.makeelement(f"{A}hlinkClick", {f"{R}id": package.relate(part, LINK, address, outside=True)})
        )
        package.changed(part)
