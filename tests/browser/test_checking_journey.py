"""A slide that a writer edited by hand is checked and refreshed on the page 核稿与续稿."""

import io

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.briefing.edited_briefing import FIGURE, opened, paragraphs, saved, with_other_digit, write
from tests.browser.conftest import settled
from tests.browser.test_picture_downloads import download
from words import say

pytestmark = pytest.mark.browser


def test_an_edited_slide_is_checked_and_commented_and_an_unchanged_build_leaves_it(
    page: Page, address: str, foreign, tmp_path
):
    page.goto(f"{address}/?lang=zh")
    settled(page)
    page.locator(".st-key-get-satisfaction_trend button").click()
    _, content = download(page, "shell.download.slide", "zh")
    deck = opened(content, "pptx")
    title = next(each for each in paragraphs(deck) if FIGURE.search(each.text))
    found = FIGURE.search(title.text)
    assert found
    write(title, with_other_digit(title.text, found))
    file = tmp_path / "改过.pptx"
    file.write_bytes(saved(deck))

    page.goto(f"{address}/check?lang=zh")
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("1个不符")).to_be_visible()
    name, copy = download(page, "pages.check.commented", "zh")
    assert name == "改过-核稿.pptx"
    comments = [
        rel.target_part.blob.decode()
        for slide in Presentation(io.BytesIO(copy)).slides
        for rel in slide.part.rels.values()
        if rel.reltype.endswith("/comments")
    ]
    assert any(f"应为“{found.group()}”" in comment for comment in comments)
    name, listed = download(page, "pages.check.list", "zh")
    assert name == "改过-核稿.csv" and found.group() in listed.decode("utf-8-sig")

    page.get_by_text(say("pages.check.do_refresh", "zh"), exact=True).click()
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text("文件不用更新")).to_be_visible()
    assert foreign == []


def test_a_file_that_cannot_be_read_gets_a_sentence(page: Page, address: str, tmp_path):
    file = tmp_path / "旧.ppt"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    page.goto(f"{address}/check?lang=en")
    settled(page)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_text(say("edited.refused.old_format", "en"))).to_be_visible()
