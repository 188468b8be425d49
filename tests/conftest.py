"""Homes for the tests: a demonstration build made once for all workers and runs, and an empty one.

A test that asks for `demo_home` or `empty_home` gets the folder, and RONGHE_HOME points there while it runs. Both are
shared: read only, but for the cards that pages list in `exports/`. A test that loads or withdraws uses `fresh_home`
(its own, nothing in it) or copies one of them.
No test ever sees data/warehouse. A fixture of module scope passes the folder on by itself (`env={"RONGHE_HOME": …}`).
"""

import gc
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

# A slow machine is no fault: properties are judged by what they find, never by how long it took.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")

# Where a machine is set not to keep compiled modules, every run would compile the test modules anew in each worker, and
# every command that a test starts the modules of the product.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

pytest_plugins = ["tests.order_of_files"]

REPO = Path(__file__).parents[1]
MAKES_A_BUILD = (
    "etl/**/*",
    "inference/complements.py",
    "inference/lattice.py",
    "inference/suppression.py",
    "data/reference/**/*",
    "data/demo/**/*",
    "tests/conftest.py",
    "words/*",
)
HOUR = 3600


def pytest_configure() -> None:
    """One processor a worker: threads of DuckDB, Polars and Chromium count the processors they may use, and as many
    threads as the machine has processors in each of several workers spend much of their time on waiting."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
    if worker and hasattr(os, "sched_setaffinity"):
        processors = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {processors[int(worker) % len(processors)]})


def pytest_collection_finish() -> None:
    """What collecting has made stays until the end: a full garbage collection need not look at it. Streamlit forces
    one after every run of a script, 0.3 s with all tests collected."""
    gc.collect()
    gc.freeze()


def _digest() -> str:
    """Changes with anything that a build is made from, so that a cached home is never stale."""
    digest = hashlib.sha256()
    for pattern in MAKES_A_BUILD:
        for file in sorted(REPO.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(REPO)).encode())
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _made_home(shelf: Path, name: str, command: str) -> Path:
    """A home made by `python -m etl COMMAND`, once: the other worker waits, the next run finds it there."""
    home = shelf / f"{name}-{_digest()}"
    with FileLock(shelf / f"{name}.lock"):
        if not (home / "complete").exists():
            shutil.rmtree(home, ignore_errors=True)  # a run was killed while it made this one
            for other in shelf.glob(f"{name}-*"):
                if time.time() - other.stat().st_mtime > HOUR:  # a run beside this one may still read a younger one
                    shutil.rmtree(other)
            run = subprocess.run(
                [sys.executable, "-m", "etl", command],
                cwd=REPO,
                env=os.environ | {"RONGHE_HOME": str(home)},
                capture_output=True,
                text=True,
                umask=0,  # tests/etl/warehouse/test_file_modes.py looks at what it writes
            )
            if not (home / "builds" / "current").exists():
                pytest.fail(f"python -m etl {command} left no build:\n{run.stdout}\n{run.stderr}", pytrace=False)
            (home / "complete").touch(0o600)
    return home


@pytest.fixture(scope="session")
def demo_home(request: pytest.FixtureRequest) -> Path:
    """The home with the demonstration build. Read only."""
    return _made_home(request.config.cache.mkdir("ronghe"), "demo", "demo")


@pytest.fixture(scope="session")
def empty_home(request: pytest.FixtureRequest) -> Path:
    """A home whose published build has no batch in it. Read only."""
    return _made_home(request.config.cache.mkdir("ronghe"), "empty", "build")


@pytest.fixture
def fresh_home(tmp_path: Path) -> Path:
    """A home of this test alone, with nothing in it, not even a build."""
    home = tmp_path / "home"
    home.mkdir()
    return home


@pytest.fixture(scope="session")
def prepared_homes() -> dict[str, tuple[Path, tuple]]:
    """Homes that were loaded once in this session, by name, and what loaded them. Only `home_after` uses it."""
    return {}


def _code(load: Callable[[Path], object]) -> tuple:
    """What a function does, equal for equal texts in two modules."""
    code = load.__code__
    return code.co_code, code.co_names, code.co_consts


@pytest.fixture
def home_after(
    fresh_home: Path, tmp_path_factory: pytest.TempPathFactory, prepared_homes: dict[str, tuple[Path, tuple]]
) -> Callable[[str, Callable[[Path], object]], Path]:
    """home_after(name, load): `fresh_home` as `load(folder)` leaves it; a copy from the second use of a name on.

    folder: an empty one for the workbooks that are loaded. A copy costs a hundredth of a build. Two different loads
    under one name are an error.
    """

    def give(name: str, load: Callable[[Path], object]) -> Path:
        if name not in prepared_homes:
            folder = tmp_path_factory.mktemp("prepared")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("RONGHE_HOME", str(folder / "home"))
                load(folder)
            prepared_homes[name] = (folder / "home", _code(load))
        home, loaded_by = prepared_homes[name]
        assert loaded_by == _code(load), f"another load has the name “{name}”"
        shutil.copytree(home, fresh_home, dirs_exist_ok=True)
        return fresh_home

    return give


@pytest.fixture(autouse=True, scope="session")
def _never_the_real_warehouse(tmp_path_factory: pytest.TempPathFactory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RONGHE_HOME", str(tmp_path_factory.mktemp("nowhere")))
        yield


@pytest.fixture(autouse=True)
def _home_in_force(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """RONGHE_HOME is the home that the test asked for; the last one wins, so `fresh_home` beats the shared ones."""
    for name in ("demo_home", "empty_home", "fresh_home"):
        if name in request.fixturenames:
            monkeypatch.setenv("RONGHE_HOME", str(request.getfixturevalue(name)))
