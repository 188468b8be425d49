"""The web pack as a text: language, alternative texts, texts as they were written, and the figures of the exhibits."""

import io
import json
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from briefing.composition import HEADING, TEXT, Block, Composition
from briefing.pack import folder_files, folder_zip, pack_file
from tests.briefing.composed_briefing import HOSTILE, composition, parts_of
from words import LANGUAGES, say

pytestmark = pytest.mark.usefixtures("demo_home")
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "a", "header", "h1", "p", "noscript", "nav", "label"}
ELEMENTS |= {"input", "h2", "h3", "ol", "li", "main", "section", "article", "figure", "script", "div", "details"}
ELEMENTS |= {"summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "span"}


class Read(HTMLParser):
    """A document read anew: its elements with their attributes, and the text outside scripts."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.text, self.scripts, self._in_script = "", [], False
        self.feed(page.decode())

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, dict(attributes)))
        self._in_script = tag in ("script", "style")

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)
        else:
            self.text += data


def page_of(made: Composition, lang: str = "zh") -> bytes:
    """The page of the folder form: without the bundle it is small."""
    return folder_files(made, parts_of(made, lang), lang)["index.html"]


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en-US")])
def test_a_pack_says_its_language_title_and_every_exhibit(lang, tag):
    read = Read(page_of(composition(), lang))
    assert read.elements[0] == ("html", {"lang": tag})
    for part in parts_of(composition(), lang):
        if part.exhibit:
            for words in (part.exhibit.finding, part.exhibit.subtitle, part.exhibit.footer):
                assert words in read.text
    drawn = [part.exhibit for part in parts_of(composition(), lang) if part.exhibit and part.exhibit.figure]
    labels = [said["aria-label"] for tag, said in read.elements if tag == "figure"]
    assert labels == [exhibit.alt for exhibit in drawn] and drawn
    assert say("exhibits.sample", lang) in read.text


def test_the_figures_of_a_pack_are_those_of_the_exhibits():
    read = Read(page_of(composition()))
    drawn = [part.exhibit for part in parts_of(composition()) if part.exhibit and part.exhibit.figure]
    figures = [json.loads(script) for script in read.scripts if script.startswith('{"data"')]
    assert figures == [json.loads(exhibit.figure.to_json()) for exhibit in drawn]


def test_the_rows_of_a_pack_hold_the_whole_values():
    (part,) = [part for part in parts_of(composition("satisfaction_trend")) if part.exhibit]
    values = [
        float(value) for value in re.findall(r'data-v="([^"]+)"', page_of(composition("satisfaction_trend")).decode())
    ]
    rates = part.exhibit.frame["rate"].drop_nulls().to_list()
    assert rates and set(rates) <= set(values)
    assert f"{rates[-1] * 100:.1f}%" in Read(page_of(composition("satisfaction_trend"))).text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_texts(text):
    made = composition("satisfaction_trend", title=text[:200], note=text)
    made = replace(made, blocks=(*made.blocks, Block(HEADING, text), Block(TEXT, text)))
    read = Read(page_of(made))
    assert {tag for tag, _ in read.elements} <= ELEMENTS
    assert read.text.count(made.blocks[-1].text) >= 3
    assert len([tag for tag, _ in read.elements if tag == "script"]) == 4  # figure, bundle, words, script


def test_a_pack_asks_no_host():
    page = page_of(composition()).decode()
    read = Read(page.encode())
    addresses = [
        said[name] for _, said in read.elements for name in ("src", "href", "srcset", "action") if name in said
    ]
    assert {address for address in addresses if not address.startswith("#")} == {"plotly.min.js"}
    assert "default-src 'none'" in page and "http:" not in page.split("<body>")[0]


def test_one_file_brings_the_bundle_and_the_folder_shares_it():
    made = composition("satisfaction_trend")
    one, folder = pack_file(made, parts_of(made), "zh"), folder_files(made, parts_of(made), "zh")
    assert set(folder) == {"index.html", "plotly.min.js"}
    assert folder["plotly.min.js"] in one and folder["plotly.min.js"] not in folder["index.html"]
    words = Composition(blocks=(Block(TEXT, "只有文字"),))
    assert len(pack_file(words, parts_of(words), "zh")) < 30_000  # nothing to draw: no bundle


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_basket_is_refused_with_a_sentence(lang):
    with pytest.raises(ValueError, match=re.escape(say("compose.empty", lang))):
        pack_file(Composition(), [], lang)


def test_the_zip_unpacks_to_the_folder_that_the_command_writes():
    made = composition()
    with zipfile.ZipFile(io.BytesIO(folder_zip(made, parts_of(made), "zh", "年度汇报"))) as archive:
        unpacked = {name: archive.read(name) for name in archive.namelist()}
    assert unpacked == {f"年度汇报/{name}": file for name, file in folder_files(made, parts_of(made), "zh").items()}
