"""The handbook can fail: its links lead somewhere, and both languages tell of the same files and commands."""

import re
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
CHINESE = re.compile(r"[\u3400-\u9fff]")
PAGES = [REPO / "CONTRIBUTING.md", *sorted((REPO / "docs").glob("*.md"))]


def named(page: Path) -> set[str]:
    """What stands in code marks, but for placeholders, which are translated."""
    marked = re.findall(r"`([^`\n]+)`", page.read_text(encoding="utf-8"))
    placeholder = re.compile(r"\b(SUBJECT|NAME)\b")
    return {text for text in marked if not CHINESE.search(text) and not placeholder.search(text)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.endswith(".zh.md")], ids=lambda page: page.name)
def test_both_languages_tell_of_the_same_files_and_commands(page: Path):
    english = page.with_name(page.name.replace(".zh.md", ".md"))
    assert named(english) == named(page)
    assert english.read_text(encoding="utf-8").count("\n#") == page.read_text(encoding="utf-8").count("\n#")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_and_folder_that_is_named_is_there(page: Path):
    """A path begins with a folder of ours; the warehouse is made when something is loaded."""
    ours = {folder.name for folder in REPO.iterdir() if folder.is_dir()}
    paths = [text for text in named(page) if re.fullmatch(r"[\w./-]+", text) and text.split("/")[0] in ours]
    assert [path for path in paths if "warehouse/b" not in path and not (REPO / path).exists()] == []
