"""The margins of a printed sheet: the page and its choices in words, the build, the number of the sheet.

All else about printing is in .streamlit/print.css and .streamlit/print.js.
"""

import re

import streamlit as st

from shell.session import Options, build, newest_build, scope_words, speak


def sheet_margins(title: str, found: Options) -> None:
    """Writes the margins of this page's sheets. `found`: the options of the filters, {} on pages without filters."""
    head = " · ".join([title, scope_words(found)] if found else [title])
    foot = [speak("shell.title"), *([speak("shell.sheet.build", build=build()[:12])] if newest_build() else [])]
    before, between, after = speak("shell.sheet.number", page="\0", pages="\0").split("\0")
    number = f"{_css(before)} counter(page) {_css(between)} counter(pages) {_css(after)}"
    boxes = {"top-left": _css(head), "bottom-left": _css(" · ".join(foot)), "bottom-right": number}
    drawn = "".join(f"@{place} {{ content: {content}; }}" for place, content in boxes.items())
    heading_is_there = "@page :first { @top-left { content: none; } }"
    st.html(f"<style>@page {{ {drawn} }} {heading_is_there}</style>")


def _css(text: str) -> str:
    """A text as a CSS string; names of units may contain any character."""
    return '"' + re.sub(r"[^\w ·–]", lambda found: f"\\{ord(found.group()):06x}", text) + '"'
