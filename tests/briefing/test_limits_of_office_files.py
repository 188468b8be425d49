"""Office files whose parts are larger than a process can bear, or than they say: refused while they are unpacked."""

import io
import logging
import struct
import zipfile

import pytest
from docx import Document
from pptx import Presentation

from briefing import office_file
from briefing.edited.charts import sheet_cells, sheet_rows
from briefing.edited.package import EditedError, Package
from briefing.office_file import TemplateError, opening, package
from tests.briefing.edited_briefing import saved

BLANK = b" " * (1 << 20)


def with_part(content: bytes, name: str, megabytes: int, start: bytes = b"<x>") -> bytes:
    """The file with one more part of so many blanks."""
    file = io.BytesIO(content)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as part:
        part.write(start)
        for _ in range(megabytes):
            part.write(BLANK)
    return file.getvalue()


def understated(content: bytes, name: str) -> bytes:
    """The file whose headers say that the part holds ten bytes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = struct.pack("<I", archive.getinfo(name).file_size)
    return content.replace(size, struct.pack("<I", 10))


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_file, "LARGEST_XML", 3_000_000)
    monkeypatch.setattr(office_file, "UNPACKED", 6_000_000)


DECK = saved(Presentation())
FILES = {
    "one XML part": ("too_much_inside", with_part(DECK, "ppt/slides/slide9.xml", 3)),
    "XML under another ending": ("too_much_inside", with_part(DECK, "ppt/media/image9.bin", 3, b"\xef\xbb\xbf\n<x>")),
    "XML behind many blanks": ("too_much_inside", with_part(DECK, "ppt/media/image9.bin", 3, b" " * 500)),
    "all parts together": (
        "too_much_inside",
        with_part(with_part(DECK, "a.png", 3, b"\x89PNG"), "b.png", 3, b"\x89PNG"),
    ),
    "a part larger than it says": ("damaged", understated(with_part(DECK, "a.png", 5, b"\x89PNG"), "a.png")),
}


@pytest.mark.parametrize("case", FILES)
def test_a_file_too_large_to_unpack_is_refused_edited_or_as_template(case, small_limits):
    key, content = FILES[case]
    with pytest.raises(EditedError) as edited:
        Package(content)
    with pytest.raises(TemplateError) as template:
        package(content, "pptx")
    assert (edited.value.key, template.value.key) == (f"edited.refused.{key}", f"compose.template.{key}")


def test_pictures_may_be_larger_than_an_xml_part(small_limits):
    content = with_part(DECK, "ppt/media/image9.png", 4, b"\x89PNG")
    assert len(Package(content).parts["ppt/media/image9.png"]) > office_file.LARGEST_XML
    assert package(content, "pptx") == content


def test_no_more_than_a_piece_beyond_the_limit_is_unpacked(monkeypatch):
    """A file of a few hundred kB that would unpack to 300 MB."""
    read: list[int] = []
    plain = zipfile.ZipExtFile.read
    content = with_part(DECK, "ppt/slides/slide9.xml", 300)
    monkeypatch.setattr(
        zipfile.ZipExtFile, "read", lambda self, n=-1: (read.append(len(piece := plain(self, n))), piece)[1]
    )
    with pytest.raises(EditedError):
        Package(content)
    assert max(read) <= office_file.PIECE
    assert sum(read) < office_file.LARGEST_XML + 10 * office_file.PIECE


def test_a_workbook_inside_is_held_to_the_same_limits(small_limits):
    book = with_part(DECK, "xl/worksheets/sheet1.xml", 3)
    assert sheet_cells(book) == ()
    assert sheet_rows(book) is None


def test_a_document_of_many_megabytes_is_read_without_the_parsers_own_limits_lifted():
    document = Document()
    for _ in range(200):
        document.add_paragraph("长" * 20_000)
    file = io.BytesIO()
    document.save(file)
    read = Package(file.getvalue())
    assert len(read.parts["word/document.xml"]) > 11_000_000
    assert len(read.tree("word/document.xml")[0]) > 200


def test_what_no_parser_is_known_to_raise_is_logged(caplog):
    with caplog.at_level(logging.ERROR), pytest.raises(EditedError), opening(EditedError("damaged")):
        raise AttributeError("our own")
    assert [record.message for record in caplog.records] == ["AttributeError"]
    caplog.clear()
    with pytest.raises(EditedError), opening(EditedError("damaged")):
        raise zipfile.BadZipFile
    assert not caplog.records


def test_a_package_without_its_list_of_types_is_damaged():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    for opened in (Package, lambda content: package(content, "docx")):
        with pytest.raises((EditedError, TemplateError)) as refused:
            opened(file.getvalue())
        assert refused.value.key.endswith(".damaged")
