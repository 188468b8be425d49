"""A disk that is full and a folder that may not be written: the old build stays, the sentence says what to do, and the
same load completes once it can.

The disks are real: small ones in memory, mounted where that is permitted (root), else the test is skipped;
tests/etl/test_cli.py fills a disk by the system's limit on files, without mounting.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import etl
from tests.etl.workbooks import answers, asked, environment, units

REPO = Path(__file__).parents[3]
ROWS = "select unit_id, answer, sum(n) from survey_answer group by all order by all"
SAID = {
    "zh": "数据目录 {home} 无法写入：{why}。原有的数据版本仍然有效。请检查目录权限和磁盘空间，再重新导入。\n",
    "en": "The warehouse {home} cannot be written: {why}. The build in force stays as it was. Check the folder's "
    "permissions and the disk space, then load again.\n",
}
MEGABYTE = 1 << 20


def run(home: Path, *arguments: object, lang: str = "zh", before: list[str] | None = None) -> tuple[int, str]:
    """Exit code and the last line of stderr."""
    command = [*(before or []), sys.executable, "-m", "etl", *map(str, arguments)]
    surroundings = environment(home) | {"RONGHE_LANG": lang}
    ended = subprocess.run(command, cwd=REPO, env=surroundings, capture_output=True, text=True)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.returncode, ended.stderr.splitlines(keepends=True)[-1] if ended.stderr else ""


@pytest.fixture
def disk(fresh_home) -> Iterator[Callable[[str], None]]:
    """The home as a disk of its own, mounted anew with these options by each call."""

    def mount(options: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(fresh_home)], capture_output=True)

    def again(options: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{options}", str(fresh_home)], check=True)

    if not Path("/proc/mounts").exists() or mount("size=1g").returncode:
        pytest.skip("a disk of its own cannot be mounted here")
    try:
        yield again
    finally:
        subprocess.run(["umount", "--lazy", str(fresh_home)], check=True)


@pytest.fixture
def loaded(disk, tmp_path) -> list[Path]:
    """A build on the disk, and workbooks to load: some answers, and as many as make a batch of megabytes."""
    etl.load([*units(tmp_path), answers(tmp_path, "before.csv", ("f1", "B", "satisfied"))])
    many = answers(tmp_path, "many.csv", *((f"{at * 7919:032x}", "B", "satisfied") for at in range(100_000)))
    return [answers(tmp_path, "few.csv", ("f1", "B", "dissatisfied"), ("f2", "C", "satisfied")), many]


def used(home: Path) -> int:
    """Bytes of all files, each in whole pages."""
    return sum(-(-file.stat().st_size // 4096) * 4096 for file in home.rglob("*") if file.is_file())


@pytest.mark.parametrize("left", [0, 8, *(pytest.param(more, marks=pytest.mark.slow) for more in (1, 4, 12))])
def test_a_full_disk(fresh_home, disk, loaded, left):
    """From no megabyte to nearly enough of them: the disk fills up in another place of the load each time."""
    old, batches = asked(ROWS), [batch["batch_id"] for batch in etl.history()]
    disk(f"size={used(fresh_home) + left * MEGABYTE + 16 * 4096}")
    code, said = run(fresh_home, "load", *loaded)
    assert (code, said) == (2, SAID["zh"].format(home=fresh_home, why="磁盘已满"))
    assert asked(ROWS) == old
    assert [batch["batch_id"] for batch in etl.history()] == batches
    disk("size=1g")
    assert run(fresh_home, "load", *loaded)[0] == 0
    assert asked(ROWS) == [("B", "dissatisfied", 1), ("B", "satisfied", 100_000), ("C", "satisfied", 1)]
    assert not (fresh_home / "staged").exists()
    assert len(etl.history()) == len(batches) + 2


def test_a_disk_that_is_full_for_a_withdrawal(fresh_home, disk, loaded):
    batch = etl.load(loaded[:1]).files[0].batch_id
    old = asked(ROWS)
    for build in (fresh_home / "builds").glob("*.duckdb"):
        if build.stem != etl.builds()[0]["id"]:
            build.unlink()  # else the build without the batch would be there already
    disk(f"size={used(fresh_home) + 16 * 4096}")
    assert run(fresh_home, "withdraw", batch, lang="en") == (
        2,
        SAID["en"].format(home=fresh_home, why="the disk is full"),
    )
    assert asked(ROWS) == old
    assert etl.history()[0]["state"] == "live"
    disk("size=1g")
    assert run(fresh_home, "withdraw", batch)[0] == 0
    assert asked(ROWS) == [("B", "satisfied", 1)]


def test_a_disk_mounted_read_only(fresh_home, disk, loaded):
    old, batch = asked(ROWS), etl.history()[0]["batch_id"]
    disk("ro")
    for command in (("load", *loaded), ("build",), ("withdraw", batch), ("rollback", etl.builds()[0]["id"])):
        said = SAID["zh"].format(home=fresh_home, why="目录是只读的")
        assert run(fresh_home, *command) == (2, said), command
    assert asked(ROWS) == old
    reads(fresh_home, loaded[0])
    disk("rw")
    assert run(fresh_home, "load", *loaded)[0] == 0


@pytest.mark.parametrize("folder", [".", "batches", "builds"])
def test_a_folder_that_may_not_be_written(fresh_home, tmp_path, bound_by_permissions, folder):
    etl.load([*units(tmp_path), answers(tmp_path, "before.csv", ("f1", "B", "satisfied"))])
    old, path = asked(ROWS), answers(tmp_path, "more.csv", ("f2", "B", "satisfied"))
    closed = fresh_home / folder
    (fresh_home / "lock").unlink(missing_ok=True)
    closed.chmod(0o555)
    said = SAID["en"].format(home=fresh_home, why="permission denied")
    assert run(fresh_home, "load", path, lang="en", before=bound_by_permissions) == (2, said)
    assert asked(ROWS) == old
    reads(fresh_home, path, before=bound_by_permissions)
    closed.chmod(0o755)
    assert run(fresh_home, "load", path, before=bound_by_permissions)[0] == 0
    assert asked(ROWS) == [("B", "satisfied", 2)]
    assert not (fresh_home / "staged").exists()


def reads(home: Path, path: Path, before: list[str] | None = None) -> None:
    """What only reads works all the same."""
    for command in (("check", path), ("history",), ("history", "--builds"), ("trace", "survey")):
        assert run(home, *command, before=before)[0] == 0, command
