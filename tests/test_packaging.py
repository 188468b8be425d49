"""What an installation brings: the wheel works away from this folder, and versions agree wherever they are named."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.test_house import ROOMS, pins

REPO = Path(__file__).parents[1]
PROJECT = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = sorted(PROJECT["project"]["scripts"])
RUN = """
import sys
from importlib.metadata import entry_points
command, *sys.argv[1:] = sys.argv[1:]
(entry,) = entry_points(group="console_scripts", name=command)
sys.exit(entry.load()())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and laid out as pip lays it out."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=REPO, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def ran(installed: Path, elsewhere: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of the wheel, run in another folder, where nothing of ours lies."""
    environment = os.environ | {"PYTHONPATH": str(installed), "RONGHE_LANG": "en", "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-P", "-c", RUN, *arguments], cwd=elsewhere, env=environment, capture_output=True, text=True
    )


def test_the_wheel_holds_every_file_of_the_product_and_nothing_else(installed: Path):
    tops = [*(f"{room}.py" if (REPO / f"{room}.py").is_file() else room for room in ROOMS), "data", ".streamlit"]
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *tops],
        cwd=REPO,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    laid_out = {file.relative_to(installed).as_posix() for file in installed.rglob("*") if file.is_file()}
    assert {name for name in laid_out if ".dist-info/" not in name} == {f for f in listed if (REPO / f).is_file()}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_installed_command_explains_itself(command: str, installed: Path, tmp_path: Path):
    shown = ran(installed, tmp_path, command, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.lower().startswith("usage:")


def test_installed_commands_find_their_sql_their_reference_data_and_their_words(
    installed: Path, tmp_path: Path, fresh_home: Path
):
    built = ran(installed, tmp_path, "ronghe-etl", "build")
    asked = ran(installed, tmp_path, "ronghe-queries", "contract_columns", "--format", "csv")
    assert (built.returncode, asked.returncode) == (0, 0), built.stderr + asked.stderr
    assert (fresh_home / "builds" / f"{built.stdout.strip()}.duckdb").is_file()
    assert "appraisal,1,year,integer" in asked.stdout


def test_what_is_installed_is_what_is_pinned():
    wanted = {each.name: each.specifier for each in map(Requirement, PROJECT["project"]["dependencies"])}
    pinned = pins("requirements.txt")
    assert wanted.keys() == pinned.keys()
    assert [name for name, version in pinned.items() if not wanted[name].contains(version)] == []


@pytest.mark.parametrize("engine", ["spark", "clickhouse"])
def test_what_an_engine_needs_is_pinned_beside(engine: str):
    listed = map(Requirement, PROJECT["project"]["optional-dependencies"][engine])
    wanted = {each.name: each.specifier for each in listed}
    pinned = pins(f"requirements-{engine}.txt")
    assert wanted.keys() == pinned.keys()
    assert [name for name, version in pinned.items() if not wanted[name].contains(version)] == []
    assert pinned.keys().isdisjoint(pins("requirements.txt"))


def locked() -> dict[str, tuple[str, int]]:
    """Each package of the lock: its version and how many hashes it may have."""
    text = (REPO / "requirements.lock").read_text(encoding="utf-8")
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    named = [(re.match(r"([a-z0-9._-]+)==(\S+)", package), package) for package in packages]
    return {name[1]: (name[2], package.count("--hash=sha256:")) for name, package in named if name}


def test_the_lock_names_the_pinned_versions_and_a_hash_of_each():
    lock = locked()
    lines = (REPO / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert len(lock) == len([line for line in lines if line and not line.startswith((" ", "#"))])
    assert {name: lock[name][0] for name in pins("requirements.txt")} == pins("requirements.txt")
    assert [name for name, (_, hashes) in lock.items() if not hashes] == []
