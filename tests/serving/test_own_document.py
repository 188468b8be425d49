"""The HTML page as it is served."""

from pathlib import Path

import serve


def test_scripts_and_looks_of_the_page_are_read_once(monkeypatch):
    page = b'<html lang="en"><head><title>x</title></head><body></body></html>'
    once = serve.own_document(page)
    read = []
    monkeypatch.setattr(Path, "read_bytes", lambda file: read.append(file) or b"")
    assert serve.own_document(page) == once
    assert not read
