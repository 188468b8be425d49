"""Files that can't be checked or refreshed: a sentence, an exit code, and nothing changed."""

import io
import zipfile

import pytest
from pptx import Presentation

from briefing.__main__ import main
from briefing.checking import check
from briefing.edited import EditedError
from briefing.edited.package import Package
from briefing.exports import exported
from briefing.office_file import ENCRYPTED, OLE
from briefing.refreshing import refresh
from tests.briefing.edited_briefing import export, saved
from words import LANGUAGES


def plain_deck() -> bytes:
    return saved(Presentation())


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(
            "[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
        )
    return file.getvalue()


FILES = {
    "empty": b"",
    "password": OLE + ENCRYPTED,
    "old_format": OLE + b"PowerPoint Document",
    "other_kind": b"just a text",
    "damaged": plain_deck()[:4000],
}


@pytest.mark.parametrize("key", FILES)
@pytest.mark.parametrize("doing", [check, refresh])
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(demo_home, doing, key):
    with pytest.raises(EditedError) as refused:
        doing(FILES[key], "zh")
    assert refused.value.key == f"edited.refused.{key}"
    assert all(refused.value.sentence(lang) for lang in LANGUAGES)


def test_a_zip_that_is_no_office_file_is_of_another_kind(demo_home):
    with pytest.raises(EditedError) as refused:
        check(other_zip(), "zh")
    assert refused.value.key == "edited.refused.other_kind"


def test_a_pdf_cannot_be_refreshed_and_a_broken_one_not_be_read(demo_home):
    from pypdf import PdfWriter

    file = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(file)
    for doing, content, key in (
        (refresh, file.getvalue(), "no_text"),
        (check, file.getvalue(), "no_text"),
        (check, b"%PDF-1.7\n", "damaged"),
    ):
        with pytest.raises(EditedError) as refused:
            doing(content, "zh")
        assert refused.value.key == f"edited.refused.{key}"


def test_a_file_without_codes_says_so_and_can_be_named_by_hand(demo_copy, tmp_path, capsys):
    file = tmp_path / "a.pptx"
    file.write_bytes(plain_deck())
    assert main(["check", str(file)]) == 2
    assert "--code" in capsys.readouterr().out
    export(("headline",), "pptx")
    code = next(iter(exported())).code
    assert main(["check", str(file), "--code", code]) == 0


def test_commands_refuse_what_is_not_there(demo_home, tmp_path, capsys):
    assert main(["check", str(tmp_path / "none.pptx")]) == 2
    assert main(["refresh", str(tmp_path / "none.pptx"), "-o", str(tmp_path / "b.pptx")]) == 2
    assert "none.pptx" in capsys.readouterr().err
    assert not (tmp_path / "b.pptx").exists()


def test_parts_that_nobody_changes_keep_their_bytes():
    content = plain_deck()
    before = zipfile.ZipFile(io.BytesIO(content))
    after = zipfile.ZipFile(io.BytesIO(Package(content).written()))
    assert before.namelist() == after.namelist()
    assert all(before.read(name) == after.read(name) for name in before.namelist())
