"""The inbox under bad conditions: half-written, locked or unreadable files, deaths, locks and signals lose nothing."""

import os
import signal
import subprocess
import sys
import time

import filelock
import pytest

import etl
from etl.watch import _InboxLoader, _snapshot
from tests.etl.watched_inbox import BAD, GOOD, REPO, going_on, lies, once, until
from tests.etl.workbooks import ANSWER_COLUMNS, answers, asked, environment

DIES_BEFORE_MOVING = """
import os, pathlib
pathlib.Path.rename = lambda self, target, rename=pathlib.Path.rename: (
    os.kill(os.getpid(), 9) if self.parent.name == "inbox" else rename(self, target)
)
import etl
list(etl.watch(every=0.05, once=True))
"""


# --- left alone -----------------------------------------------------------------------------------------------------


def test_what_nobody_has_sent_is_left_alone(inbox):
    names = {"~$答卷.xlsx", ".~lock.a.csv#", ".hidden.csv", "a.csv.tmp", "a.csv.part", "a.CRDOWNLOAD", "Thumbs.db"}
    for name in names:
        (inbox / name).write_text("x")
    (inbox / "folder").mkdir()
    assert once(inbox)[0] == 0
    assert lies(inbox) == names


def test_a_file_that_is_still_being_written_waits_until_it_is_whole(inbox):
    rows = [",".join(ANSWER_COLUMNS), *(f"2019,w{at},B,overall,residents,paper,cz4,satisfied" for at in range(20))]
    with going_on(inbox) as watch, (inbox / "慢.csv").open("w", encoding="utf-8") as slow:
        for row in rows:
            print(row, file=slow, flush=True)
            time.sleep(0.05)
        assert lies(inbox) == {"慢.csv"}
        slow.close()
        until(lambda: lies(inbox) == {"done/慢.csv"})
        assert watch.poll() is None
    assert asked("select sum(n) from survey_answer") == [(20,)]
    assert etl.history()[0]["loaded_by"] == "值班员"


def test_a_file_that_vanishes_is_passed_over(inbox):
    path = answers(inbox, "走了.csv", GOOD)
    waiting = _InboxLoader(None)
    look = _snapshot()
    path.unlink()
    assert list(waiting.take(list(look))) == []
    assert waiting.logged == {path: "走了.csv 已不在收件箱里，跳过。"}


def test_a_file_that_cannot_be_opened_yet_waits(inbox, bound_by_permissions):
    path = answers(inbox, "锁着.csv", GOOD)
    path.chmod(0)
    code, _, err = once(inbox, before=bound_by_permissions)
    assert (code, lies(inbox)) == (0, {"锁着.csv"})
    assert err.endswith(
        "锁着.csv：打不开：Permission denied。应为可以读取的文件。请关闭正在使用它的程序，或请管理员放开读取权限。\n"
    )
    path.chmod(0o644)
    assert once(inbox, before=bound_by_permissions)[0] == 0
    assert lies(inbox) == {"done/锁着.csv"}


# --- deaths, locks and ends -----------------------------------------------------------------------------------------


def test_killed_between_loading_and_moving_it_is_moved_the_next_time(inbox):
    answers(inbox, "好.csv", GOOD)
    answers(inbox, "坏.csv", BAD)
    surroundings = environment(inbox.parent) | {"RONGHE_LANG": "zh"}
    died = subprocess.run([sys.executable, "-c", DIES_BEFORE_MOVING], cwd=REPO, env=surroundings)
    assert died.returncode == -signal.SIGKILL
    assert {"好.csv", "坏.csv"} <= lies(inbox)
    assert asked("select sum(n) from survey_answer") == [(1,)]
    before = len(etl.history())
    assert once(inbox)[0] == 1
    assert lies(inbox) == {"done/好.csv", "problem/坏.csv", "problem/坏_退回.xlsx"}
    assert len(etl.history()) == before
    assert asked("select sum(n) from survey_answer") == [(1,)]


def test_a_locked_warehouse_is_waited_for(inbox):
    answers(inbox, "a.csv", GOOD)
    with going_on(inbox) as watch:
        with filelock.FileLock(inbox.parent / "lock"):
            line = ""
            while "另一个导入正在进行，等它结束……" not in line:
                line = watch.stderr.readline()
                assert line, "the watch ended"
            assert lies(inbox) == {"a.csv"}
        until(lambda: lies(inbox) == {"done/a.csv"})


def test_a_warehouse_that_cannot_be_written_leaves_the_file_for_later(inbox):
    answers(inbox, "a.csv", GOOD)
    builds = inbox.parent / "builds"
    builds.rename(inbox.parent / "aside")
    builds.write_text("a file where the folder should be")
    code, _, err = once(inbox, lang="en")
    assert (code, lies(inbox)) == (2, {"a.csv"})
    assert "cannot be written: File exists. The build in force stays as it was." in err
    with going_on(inbox) as watch:
        while "无法写入" not in (line := watch.stderr.readline()):
            assert line, "the watch ended"
        builds.unlink()
        (inbox.parent / "aside").rename(builds)
        until(lambda: lies(inbox) == {"done/a.csv"})


def test_one_watch_is_enough(inbox):
    with filelock.FileLock(inbox.parent / "watch.lock"):
        code, _, err = once(inbox, lang="en")
    assert (code, err) == (2, f"The inbox {inbox} is being watched already. One watch is enough.\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_cleanly_when_told(inbox, number):
    with going_on(inbox) as watch:
        assert watch.stderr.readline().startswith("正在看守收件箱")
        watch.send_signal(number)
        _, said = watch.communicate(timeout=30)
    assert (watch.returncode, said) == (0, "看守已结束。还在收件箱里的文件下次再导入。\n")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_told_to_end_it_finishes_the_file_at_hand(inbox):
    rows = [(f"f{at}", "B", "satisfied") for at in range(20_000)]
    answers(inbox, "长.csv", *rows)
    with going_on(inbox) as watch:
        while "读取 长.csv" not in watch.stderr.readline():
            assert watch.poll() is None
        watch.send_signal(signal.SIGTERM)
        watch.communicate(timeout=60)
    assert (watch.returncode, lies(inbox)) == (0, {"done/长.csv"})
    assert asked("select sum(n) from survey_answer") == [(20_000,)]
