"""The README can fail: every command, every question and the worked example in it are tried."""

import functools
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import queries

REPO = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def blocks(readme: str, language: str) -> list[str]:
    text = (REPO / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def helped(*command: str) -> str:
    shown = subprocess.run(
        [sys.executable, "-m", *command, "--help"], cwd=REPO, capture_output=True, text=True, check=True
    )
    return shown.stdout


@functools.cache
def commands() -> dict[str, set[str]]:
    """Each command (`etl load`, `queries`) and the options that its own help lists."""
    etl = re.search(r"\{([a-z_,]+)\}", helped("etl"))
    assert etl
    names = [f"etl {name}" for name in etl.group(1).split(",")] + ["queries", "exhibits", "briefing"]
    return {name: set(re.findall(r"(?<!\w)--[a-z][a-z-]+", helped(*name.split()))) - {"--help"} for name in names}


@pytest.mark.parametrize("readme", READMES)
def test_readme_documents_every_command_and_promises_no_other(readme):
    text = (REPO / readme).read_text(encoding="utf-8")
    told = set(re.findall(r"python -m (etl [a-z]+|queries|exhibits|briefing)", text))
    assert told == set(commands())


@pytest.mark.parametrize("readme", READMES)
def test_readme_documents_every_option_and_promises_no_other(readme):
    text = (REPO / readme).read_text(encoding="utf-8")
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]+", text)) == set().union(*commands().values())


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize("target", ["run", "test", "check", "demo", "bench"])
def test_readme_names_every_make_target(readme, target):
    assert f"make {target}" in (REPO / readme).read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", (REPO / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_question(readme):
    text = (REPO / readme).read_text(encoding="utf-8")
    assert [name for name in queries.NAMES if f"`{name}`" not in text] == []


@pytest.mark.parametrize("readme", READMES)
def test_readme_example_layout_loads_its_example_file(readme, fresh_home):
    """The layout and the rows printed in the README are written out and loaded through the ordinary door."""
    layout, *_ = [block for block in blocks(readme, "toml") if block.startswith("dataset")]
    rows, *_ = blocks(readme, "csv")
    tomllib.loads(layout)
    (fresh_home / "cases.toml").write_text(layout, encoding="utf-8")
    (fresh_home / "cases.csv").write_text(rows, encoding="gb18030")

    load = [sys.executable, "-m", "etl", "load", str(fresh_home / "cases.csv")]
    run = subprocess.run(
        [*load, "--layout", str(fresh_home / "cases.toml"), "--json"], cwd=REPO, capture_output=True, text=True
    )

    told = json.loads(run.stdout)
    (file,) = told["files"]
    assert run.returncode == 0, run.stdout + run.stderr
    assert (file["rows_read"], file["accepted"], file["rejected"], file["skipped"]) == (5, 4, 0, 1)
