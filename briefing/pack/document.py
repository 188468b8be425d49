"""The HTML document of a pack: contents, blocks with charts and tables, style and script."""

import datetime
import functools
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any

from briefing.composed import Part, is_sample, name_of
from briefing.composition import HEADING, TEXT, Composition
from briefing.pack.rows import table_of, words_of
from briefing.style import LANGUAGE_TAGS
from charts.plotly_bundle import BUNDLE
from exhibits.exhibit import Exhibit
from exhibits.trace_code import pieces
from words import say

HERE = Path(__file__).parent
# Nothing but what the file brings itself; `file:` for the folder's script. Plotly sets styles and makes blobs.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' file: 'self'; style-src 'unsafe-inline'; img-src data: blob:;"
    " base-uri 'none'; form-action 'none'"
)
# Words that the script says.
SCRIPT_WORDS = {"found": "compose.pack.found", "nothing": "compose.pack.nothing", "filter": "compose.pack.filter"}


def pack_file(composition: Composition, parts: Sequence[Part], lang: str) -> bytes:
    """The pack as one file. Raises ValueError with a sentence if there is no block."""
    return _document(composition, list(parts), lang, f"<script>{_bundle()}</script>")


def folder_files(composition: Composition, parts: Sequence[Part], lang: str) -> dict[str, bytes]:
    """The pack as the files of a folder: index.html and the shared script. Raises as `pack_file`."""
    page = _document(composition, list(parts), lang, f'<script src="{BUNDLE.name}"></script>')
    return {"index.html": page, BUNDLE.name: _bundle().encode()}


@functools.cache
def _bundle() -> str:
    return BUNDLE.read_text(encoding="utf-8")


def _document(composition: Composition, parts: list[Part], lang: str, bundle: str) -> bytes:
    if not parts:
        raise ValueError(say("compose.empty", lang))
    title = composition.title or say("compose.untitled", lang)
    sample = say("exhibits.sample", lang) if is_sample(parts, lang) else ""
    made = say("compose.pack.made", lang, day=datetime.date.today().isoformat())
    drawn = any(_is_chart(part.exhibit) for part in parts)
    script_words = {word: say(key, lang) for word, key in SCRIPT_WORDS.items()}
    about = " · ".join(filter(None, [composition.subtitle, sample, made]))
    page = f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{_own("pack.css")}</style>
</head>
<body>
<a class="skip" href="#content">{_said("skip", lang)}</a>
<header><h1>{escape(title)}</h1><p class="quiet">{escape(about)}</p>
<noscript><p class="told">{_said("no_script", lang)}</p></noscript></header>
<nav aria-label="{_said("contents", lang)}">
<label class="search">{_said("search", lang)} <input type="search" id="search"></label>
<p id="found" class="quiet" role="status"></p>
<h2>{_said("contents", lang)}</h2><ol>{"".join(_entry(part, lang) for part in parts)}</ol>
</nav>
<main id="content" tabindex="-1">{"".join(_block(part, lang) for part in parts)}</main>
{bundle if drawn else ""}
<script type="application/json" id="words">{_json(script_words)}</script>
<script>{_own("pack.js")}</script>
</body>
</html>
"""
    return page.encode()


def _said(word: str, lang: str) -> str:
    return escape(say(f"compose.pack.{word}", lang))


def _own(file: str) -> str:
    return (HERE / file).read_text(encoding="utf-8")


def _entry(part: Part, lang: str) -> str:
    """A line of the contents: headings stand out, texts have none."""
    block = part.block
    if block.kind == TEXT:
        return ""
    if block.kind == HEADING:
        return f'<li class="head"><a href="#b-{block.id}">{escape(block.text)}</a></li>'
    return f'<li><a href="#b-{block.id}">{escape(_title(part, lang))}</a></li>'


def _title(part: Part, lang: str) -> str:
    return part.exhibit.finding if part.exhibit else name_of(part.block.exhibit, lang)


def _block(part: Part, lang: str) -> str:
    block = part.block
    if block.kind == HEADING:
        return f'<section class="block" id="b-{block.id}"><h2>{escape(block.text)}</h2></section>\n'
    if block.kind == TEXT:
        return f'<section class="block" id="b-{block.id}">{_paragraphs(block.text)}</section>\n'
    inside = [f"<h3>{escape(_title(part, lang))}</h3>"]
    if part.said:
        inside.append(f'<p class="told">{escape(part.said)}</p>')
    if part.exhibit:
        inside += [f'<p class="quiet">{escape(part.exhibit.subtitle)}</p>', _figure(part.exhibit, lang)]
    if block.text.strip():
        inside.append(f'<div class="note">{_paragraphs(say("compose.note", lang, note=block.text.strip()))}</div>')
    if part.exhibit:
        again = say("compose.again", lang, what=part.trace)
        inside += [
            words_of(part.exhibit, lang) or table_of(part.exhibit, lang),
            f'<p class="foot">{_whole_codes(part.exhibit.footer)}</p>',
        ]
        inside.append(f'<p class="foot">{escape(again)}</p>')
    return f'<article class="block card" id="b-{block.id}">{"".join(inside)}</article>\n'


def _whole_codes(text: str) -> str:
    """A text whose trace codes stay on one line each."""
    cut = (f'<span class="code">{part}</span>' if at % 2 else escape(part) for at, part in enumerate(pieces(text)))
    return "".join(cut)


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line.strip())


def _is_chart(exhibit: Exhibit | None) -> bool:
    return exhibit is not None and hasattr(exhibit.figure, "to_plotly_json")


def _figure(exhibit: Exhibit, lang: str) -> str:
    if exhibit.figure is None:
        return ""
    if not _is_chart(exhibit):
        return f'<p class="told">{_said("no_figure", lang)}</p>'
    figure = exhibit.figure.to_json().replace("<", "\\u003c")
    height = exhibit.figure.layout.height or 420
    return (
        f'<figure class="chart" role="img" aria-label="{escape(exhibit.alt)}" style="height:{height:.0f}px"></figure>'
        f'<script type="application/json" class="figure">{figure}</script>'
    )


def _json(value: Any) -> str:
    """JSON inside a script element: no text of it may end that element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
