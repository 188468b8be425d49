"""Running the watch command on an inbox, and what lies in it afterwards."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.etl.workbooks import environment

REPO = Path(__file__).parents[2]
GOOD, BAD = ("f1", "B", "satisfied"), ("f2", "南城", "satisfied")


def command(home: Path, *arguments: str, lang: str = "zh", before: Sequence[str] = ()) -> subprocess.Popen:
    run = [*before, sys.executable, "-m", "etl", "watch", "--every", "0.1", *arguments]
    surroundings = environment(home) | {"RONGHE_LANG": lang}
    return subprocess.Popen(run, cwd=REPO, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def once(inbox: Path, *arguments: str, lang: str = "zh", before: Sequence[str] = ()) -> tuple[int, str, str]:
    """Two looks: exit code, stdout, stderr."""
    watch = command(inbox.parent, "--once", *arguments, lang=lang, before=before)
    out, err = watch.communicate(timeout=120)
    return watch.returncode, out, err


@contextmanager
def going_on(inbox: Path) -> Iterator[subprocess.Popen]:
    watch = command(inbox.parent, "--by", "值班员")
    try:
        yield watch
    finally:
        watch.kill()
        watch.communicate()


def until(true: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.05)


def lies(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
