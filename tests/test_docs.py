"""The handbook can fail: its links lead somewhere, both languages tell of the same files and commands, and its pictures
are there, small, and made by the command."""

import re
from pathlib import Path

import pytest

from docs.camera import LARGEST, PICTURES
from docs.pictures import TAKEN
from words import LANGUAGES

REPO = Path(__file__).parents[1]
PLACEHOLDER = re.compile(r"[\u3400-\u9fff]+|\b[A-Z]{2,}\b")
READMES = [REPO / "README.md", REPO / "README.zh-CN.md"]
PAGES = [REPO / "CONTRIBUTING.md", *READMES, *sorted((REPO / "docs").glob("*.md"))]
ENGLISH = {page: page.with_name(page.name.replace(".zh.md", ".md").replace(".zh-CN.md", ".md")) for page in PAGES}
IN_TWO_LANGUAGES = [page for page in PAGES if ENGLISH[page] != page]


def marked(page: Path) -> set[str]:
    """What stands in code marks."""
    return set(re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8")))


def named(page: Path) -> set[str]:
    """The same; placeholders, which are translated, are all alike: words in capitals or in Chinese."""
    return {PLACEHOLDER.sub("_", text) for text in marked(page)}


def pictured(page: Path) -> list[tuple[str, Path]]:
    """The pictures of a page: what is said of each, and its file."""
    shown = re.findall(r"!\[(.*?)\]\((.*?)\)", page.read_text(encoding="utf-8"))
    return [(said, (page.parent / file).resolve()) for said, file in shown]


def test_every_page_has_its_chinese():
    alone = {page.name for page in PAGES if page not in ENGLISH.values() or page in IN_TWO_LANGUAGES}
    assert alone == {page.name for page in IN_TWO_LANGUAGES}
    assert {ENGLISH[page] for page in IN_TWO_LANGUAGES} == {*PAGES} - {*IN_TWO_LANGUAGES, REPO / "CONTRIBUTING.md"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("page", IN_TWO_LANGUAGES, ids=lambda page: page.name)
def test_both_languages_tell_of_the_same_files_and_commands(page: Path):
    english = ENGLISH[page]
    assert named(english) == named(page)
    assert english.read_text(encoding="utf-8").count("\n#") == page.read_text(encoding="utf-8").count("\n#")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_that_is_named_is_there(page: Path):
    """A path begins with a folder of ours; the warehouse is made when something is loaded."""
    ours = {folder.name for folder in REPO.iterdir() if folder.is_dir()}
    paths = [text for text in marked(page) if re.fullmatch(r"[\w./-]+", text) and text.split("/")[0] in ours]
    missing = [path for path in paths if not (REPO / path).exists() and not PLACEHOLDER.search(path)]
    assert [path for path in missing if not path.startswith("data/warehouse")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_of_a_page_is_there_small_and_in_its_language(page: Path):
    lang = "zh" if page in IN_TWO_LANGUAGES else "en"
    for said, file in pictured(page):
        assert said and file.parent == PICTURES and file.name.endswith(f".{lang}.png"), file
        assert file.stat().st_size < LARGEST, file
        assert file.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("page", IN_TWO_LANGUAGES, ids=lambda page: page.name)
def test_both_languages_show_the_same_pictures(page: Path):
    shown = [[file.name.split(".")[0] for _, file in pictured(one)] for one in (ENGLISH[page], page)]
    assert shown[0] == shown[1]


def test_the_pictures_are_those_that_pages_show_and_the_command_makes():
    shown = {file.name for page in PAGES for _, file in pictured(page)}
    assert {file.name for file in PICTURES.iterdir()} == shown
    assert shown == {f"{name}.{lang}.png" for name in TAKEN for lang in LANGUAGES}
