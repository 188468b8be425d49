"""An Office file as the parts of its package: read with a sentence for what can't be read, written back part by part.

A part that nobody changes keeps its bytes. A changed XML part is written with its own declaration.
"""

import io
import itertools
import posixpath
import re
import zipfile
from typing import Any

from lxml import etree

from briefing.office_file import OLE, TYPES, opening, unpacked
from briefing.refusal import RefusalError

LARGEST = 100_000_000  # bytes of a file
ZIP = b"PK"
KINDS = {"presentationml": "pptx", "wordprocessingml": "docx"}
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT = "http://schemas.openxmlformats.org/package/2006/content-types"
DECLARATION = re.compile(rb"^\s*<\?xml[^>]*\?>\s*")
DECLARED = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=False)


class EditedError(RefusalError):
    """A file that can't be read as an edited briefing."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(f"edited.refused.{key}", **facts)


class Package:
    """The parts of a file by their names, without the leading slash. kind: pptx or docx."""

    def __init__(self, content: bytes) -> None:
        """Raises EditedError where the file is no whole presentation or document."""
        if not content.startswith((ZIP, OLE)):
            raise EditedError("other_kind")
        self.infos: list[zipfile.ZipInfo] = []
        self.parts: dict[str, bytes] = {}
        for info, part in unpacked(content, LARGEST, EditedError):
            self.infos.append(info)
            self.parts[info.filename] = part
        with opening(EditedError("damaged")):
            self.types = etree.fromstring(self.parts[TYPES], PARSER)
            self.kind = self._kind()
        self._trees: dict[str, Any] = {}
        self._changed: set[str] = set()

    def _kind(self) -> str:
        mains = [main for each in self.types if "main+xml" in (main := each.get("ContentType", ""))]
        kinds = [kind for word, kind in KINDS.items() if any(word in main for main in mains)]
        if not kinds:
            raise EditedError("other_kind")
        return kinds[0]

    def tree(self, name: str) -> Any:
        """The root element of an XML part; the same one each time. Raises EditedError if it is damaged."""
        if name not in self._trees:
            try:
                self._trees[name] = etree.fromstring(self.parts[name], PARSER)
            except (KeyError, etree.XMLSyntaxError) as error:
                raise EditedError("damaged") from error
        return self._trees[name]

    def named(self, pattern: str) -> list[str]:
        """The names of the parts that match a pattern."""
        return [name for name in self.parts if re.fullmatch(pattern, name)]

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Id → (type, name of the part) of the relations of a part; outside addresses are left out."""
        source = relations_of(name)
        if source not in self.parts:
            return {}
        folder = posixpath.dirname(name)
        inside = [each for each in self.tree(source) if each.get("TargetMode") != "External"]
        return {each.get("Id"): (each.get("Type", ""), _target(folder, each.get("Target", ""))) for each in inside}

    def related(self, name: str, ending: str) -> list[str]:
        """The parts related to a part by a type that ends so, in the order of the relations."""
        return [part for kind, part in self.relations(name).values() if kind.endswith(ending) and part in self.parts]

    def changed(self, name: str) -> None:
        """Notes that the tree of a part has been changed."""
        self._changed.add(name)

    def put(self, name: str, content: bytes) -> None:
        """Replaces or adds a part."""
        self.parts[name] = content
        self._trees.pop(name, None)
        self._changed.discard(name)

    def relate(self, name: str, kind: str, target: str, outside: bool = False) -> str:
        """Relates a part to another, or to an address outside; returns the id of the relation."""
        source = relations_of(name)
        if source not in self.parts:
            self.put(source, f'<Relationships xmlns="{RELATIONS}"/>'.encode())
        root = self.tree(source)
        taken = {each.get("Id") for each in root}
        new = next(new for number in itertools.count(len(taken) + 1) if (new := f"rId{number}") not in taken)
        path = target if outside else posixpath.relpath(target, posixpath.dirname(name) or ".")
        mode = {"TargetMode": "External"} if outside else {}
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", {"Id": new, "Type": kind, "Target": path} | mode)
        self.changed(source)
        return new

    def declare(self, name: str, content_type: str) -> None:
        """Declares the type of a new part."""
        if any(each.get("PartName") == f"/{name}" for each in self.types):
            return
        etree.SubElement(self.types, f"{{{CONTENT}}}Override", PartName=f"/{name}", ContentType=content_type)
        self.parts[TYPES] = _written(self.types, self.parts[TYPES])

    def written(self) -> bytes:
        """The bytes of the file with its changes: the parts in their old order, new ones at the end."""
        for name in self._changed:
            self.parts[name] = _written(self._trees[name], self.parts[name])
        self._changed.clear()
        file = io.BytesIO()
        infos = {info.filename: info for info in self.infos}
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                info = infos.get(name) or zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                archive.writestr(info, content, info.compress_type if name in infos else zipfile.ZIP_DEFLATED)
        return file.getvalue()


def _target(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def relations_of(name: str) -> str:
    """The name of the part that holds the relations of a part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"


def _written(root: Any, before: bytes) -> bytes:
    """The XML of a part, with the declaration that it had."""
    declared = DECLARATION.match(before)
    head = declared[0] if declared and b"utf-16" not in declared[0].lower() else DECLARED
    return head + etree.tostring(root, encoding="UTF-8", xml_declaration=False)
