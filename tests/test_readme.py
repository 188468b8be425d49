"""The README can fail: every command, every question and the worked example in it are tried."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]
READMES = ["README.md", "README.zh-CN.md"]


def blocks(readme: str, language: str) -> list[str]:
    text = (REPO / readme).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("readme", READMES)
def test_readme_documents_every_command(readme):
    text = (REPO / readme).read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (REPO / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for target in {"run", "test", "check", "demo", "bench"}:
        assert target in targets
        assert f"make {target}" in text
    for room in ("etl", "queries", "exhibits", "briefing"):
        shown = subprocess.run(
            [sys.executable, "-m", room, "--help"], cwd=REPO, capture_output=True, text=True, check=True
        ).stdout
        commands = re.search(r"\{([a-z_,]+)\}", shown) if room == "etl" else None
        for command in commands.group(1).split(",") if commands else [""]:
            assert f"python -m {room} {command}".strip() in text
        for option in set(re.findall(r"(?<!\w)--[a-z][a-z-]+", shown)) - {"--help"}:
            assert option in text, f"{readme} does not tell of {option} of python -m {room}"


@pytest.mark.parametrize("readme", READMES)
def test_readme_lists_every_question(readme):
    text = (REPO / readme).read_text(encoding="utf-8")
    missing = [file.stem for file in (REPO / "queries").glob("*.sql") if f"`{file.stem}`" not in text]
    assert [name for name in missing if name != "macros"] == []


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
