"""What briefings keep in the warehouse is private to its owner, whatever the account's umask."""

import os
import stat

import pytest

from briefing import exports, store
from exhibits import Selection


@pytest.fixture
def careless():
    """The umask of an account that lets everybody read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions")
def test_files_and_every_new_folder_are_private(careless, fresh_home):
    store.write_whole(store.folder("a") / "b" / "c.json", b"{}")
    exports.note_shown("22222-2222C", "headline", Selection(), "build")
    made = list(fresh_home.rglob("*"))
    assert {path.name for path in made} >= {"a", "b", "c.json", "exports", "cards", "2.jsonl"}
    assert [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
