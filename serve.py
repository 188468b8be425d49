"""How the dashboard is served: the document's language, title, looks and scripts, Plotly's bundle, the short address of
a trace code, links too long for Streamlit, and the message that replaces a failed page.

Streamlit writes `lang="en"` into its page, and Chromium then picks Japanese forms for Chinese characters.
"""

import functools
import gzip
import hashlib
import importlib
import re
import secrets
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web import cli

from charts.plotly_bundle import BUNDLE
from words import say

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
SHORT = re.compile(r"/c/([^/]{1,40})$")
MOST_FIELDS = 1000  # of a query: Streamlit reads one with more as if it were empty
LOOK = Path(__file__).parent / ".streamlit"
SCRIPTS, STYLES = ("tables.js", "parts.js", "print.js", "reconnect.js"), ("style.css", "print.css")
# The content is part of the name: a browser keeps the file until there is another one.
PLOTLY = f"plotly-{hashlib.sha256(BUNDLE.read_bytes()).hexdigest()[:12]}.min.js"
PROCESS, PROCESS_PATH = secrets.token_hex(8), "/_ronghe/process"  # for reconnect.js
KEPT = [(b"content-type", b"text/javascript"), (b"cache-control", b"public, max-age=31536000, immutable")]


# Streamlit imports pandas when it draws the first map in columns. Plotly, in another thread at that moment, would take
# the half imported module for a whole one and fail.
importlib.import_module("pandas")

# Until st.navigation has run once, Streamlit treats the folder pages/ as its old kind of pages. The first reader after
# a start who opens a link to a page would then see "Page not found".
PagesManager.uses_pages_directory = False


class OwnDocument:
    """ASGI middleware: sets `lang="zh-CN"`, our title, looks and scripts in the HTML page that Streamlit sends.

    fewer_fields: makes of a query of a link one with fewer than MOST_FIELDS fields.
    """

    def __init__(
        self,
        app: Callable[[Message, Receive, Send], Awaitable[None]],
        fewer_fields: Callable[[bytes], bytes] | None = None,
    ) -> None:
        self.app, self.fewer_fields = app, fewer_fields

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "/media/" in scope["path"]:  # what readers download stays as it is
            await self.app(scope, receive, send)
            return
        if code := SHORT.search(scope["path"]):
            await redirect(send, code_page(code[1], scope["query_string"]))
            return
        if self.fewer_fields and scope["query_string"].count(b"&") >= MOST_FIELDS:
            await redirect(send, b"?" + self.fewer_fields(scope["query_string"]))
            return
        if scope["path"].endswith(f"/{PLOTLY}"):
            await send_plotly(send)
            return
        if scope["path"].endswith(PROCESS_PATH):
            await send_text(send, PROCESS)
            return
        # The page must arrive complete and uncompressed, and never as "not modified" without a body.
        scope = dict(scope) | {"headers": [pair for pair in scope["headers"] if not _negotiates(scope, pair[0])]}
        start: Message = {}
        chunks: list[bytes] = []

        async def rewrite(message: Message) -> None:
            if message["type"] == "http.response.start":
                if not _is_html(message["headers"]):
                    await send(message)
                    return
                start.update(message)
            elif not start:
                await send(message)
            else:
                chunks.append(message.get("body", b""))
                if not message.get("more_body"):
                    await send_whole(b"".join(chunks))

        async def send_whole(page: bytes) -> None:
            page = own_document(page)
            kept = [pair for pair in start["headers"] if pair[0].lower() not in (b"content-length", b"etag")]
            await send({**start, "headers": [*kept, (b"content-length", str(len(page)).encode())]})
            await send({"type": "http.response.body", "body": page})

        await self.app(scope, receive, rewrite)


async def redirect(send: Send, target: bytes) -> None:
    """Leads to another address, given relative to the one that was asked for."""
    await send({"type": "http.response.start", "status": 307, "headers": [(b"location", target)]})
    await send({"type": "http.response.body", "body": b""})


def code_page(code: str, query: bytes) -> bytes:
    """From /c/CODE, under any path of the server, to the page 溯源码: Streamlit's pages have flat paths."""
    return f"../code?{urlencode({'code': code})}".encode() + (b"&" + query if query else b"")


async def send_text(send: Send, text: str) -> None:
    """A short text that is asked for anew each time."""
    kept = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": kept})
    await send({"type": "http.response.body", "body": text.encode()})


async def send_plotly(send: Send) -> None:
    """Plotly's bundle, as every browser takes it: compressed."""
    content = plotly_bundle()
    of_this = [(b"content-encoding", b"gzip"), (b"content-length", str(len(content)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": [*KEPT, *of_this]})
    await send({"type": "http.response.body", "body": content})


@functools.cache
def plotly_bundle() -> bytes:
    """The bundle of our charts, compressed once."""
    return gzip.compress(BUNDLE.read_bytes(), 6)


def own_document(page: bytes) -> bytes:
    """The page with Chinese as its language, and our title, scripts and looks; these come last, over Streamlit's."""
    title = say("shell.title", "zh").encode()
    page = re.sub(rb'<html([^>]*?) lang="en"', rb'<html\1 lang="zh-CN"', page, count=1)
    page = re.sub(rb"<title>.*?</title>", b"<title>" + title + b"</title>", page, count=1)
    bundle = f'<script id="plotly" async src="./{PLOTLY}"></script>'.encode()
    scripts, looks = _inline("script", SCRIPTS), _inline("style", STYLES)
    return page.replace(b"</head>", bundle + scripts + b"</head>", 1).replace(b"</body>", looks + b"</body>", 1)


@functools.cache
def _inline(tag: str, names: tuple[str, ...]) -> bytes:
    """Our scripts or looks as elements of the page, read once."""
    opened, closed = f"<{tag}>".encode(), f"</{tag}>".encode()
    return b"".join(opened + (LOOK / name).read_bytes() + closed for name in names)


def _negotiates(scope: Message, header: bytes) -> bool:
    asset = scope["path"].rpartition("/")[2].rpartition(".")[2] not in ("", "html") and "." in scope["path"]
    return not asset and header.lower() in (b"accept-encoding", b"if-none-match", b"if-modified-since")


def _is_html(headers: list[tuple[bytes, bytes]]) -> bool:
    return any(name.lower() == b"content-type" and value.startswith(b"text/html") for name, value in headers)


def own_error_page(error: Exception) -> bool:
    """Shown instead of a traceback, which is in the log. True tells Streamlit that the error is handled."""
    lang = st.session_state.get("lang", "zh")
    sentence = getattr(error, "sentence", None)
    st.error(f"{say('shell.error.title', lang)}\n\n{sentence(lang) if sentence else say('shell.error.text', lang)}")
    st.caption(say("shell.error.detail", lang, kind=type(error).__name__))
    return True


def main() -> None:
    """`ronghe-serve`: runs the dashboard from an installed package; arguments are passed on to Streamlit."""
    sys.argv[1:1] = ["run", str(Path(__file__).with_name("app.py"))]
    cli.main()
