"""The pages to look things up in can fail: every command, option, question and the worked layout in them are tried."""

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
COMMANDS = ["docs/commands.md", "docs/commands.zh.md"]
LOADING = ["docs/loading.md", "docs/loading.zh.md"]
OTHERS = [
    page.relative_to(REPO).as_posix()
    for page in [*REPO.glob("*.md"), *REPO.glob("docs/*.md")]
    if page.relative_to(REPO).as_posix() not in COMMANDS
]
COMMAND = r"python -m (etl [a-z]+|queries|exhibits|briefing)"
END = "\x1e"  # after what a command has printed
HELP_OF_EACH = f"""
import contextlib, runpy, sys
for command in sys.argv[1:]:
    module, *sys.argv[1:] = [*command.split(), "--help"]
    with contextlib.suppress(SystemExit):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    print(end={END!r}, flush=True)
"""
NESTED = {
    "etl events": ("add", "withdraw"),
    "briefing": ("compose", "code", "notice", "check", "refresh"),
}  # command → its own commands
FOLDED = ("help", "data", "browser")  # what the other targets of the Makefile stand on


def text_of(page: str) -> str:
    return (REPO / page).read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), flags=re.MULTILINE | re.DOTALL)


def helped(*commands: str) -> list[str]:
    """The help of each command; a process for all of them, since starting one takes longest."""
    run = [sys.executable, "-c", HELP_OF_EACH, *commands]
    return subprocess.run(run, cwd=REPO, capture_output=True, text=True, check=True).stdout.split(END)[:-1]


@functools.cache
def commands() -> dict[str, set[str]]:
    """Each command (`etl load`, `queries`) and the options that its own help lists."""
    (help_of_etl,) = helped("etl")
    etl = re.search(r"\{([a-z_,]+)\}", help_of_etl)
    assert etl
    names = [f"etl {name}" for name in etl.group(1).split(",")] + ["queries", "exhibits", "briefing"]
    asked = {each: name for name in names for each in (name, *(f"{name} {inner}" for inner in NESTED.get(name, ())))}
    options: dict[str, set[str]] = {name: set() for name in names}
    for name, text in zip(asked.values(), helped(*asked), strict=True):
        options[name] |= set(re.findall(r"(?<!\w)--[a-z][a-z-]+", text)) - {"--help"}
    return options


def targets() -> list[str]:
    """What `make` can be asked for."""
    phony = re.search(r"^\.PHONY: (.+)$", text_of("Makefile"), flags=re.MULTILINE)
    assert phony
    return [name for name in phony.group(1).split() if name not in FOLDED]


@pytest.mark.parametrize("page", COMMANDS)
def test_every_command_is_documented_and_no_other_is_promised(page):
    assert set(re.findall(COMMAND, text_of(page))) == set(commands())


@pytest.mark.parametrize("page", COMMANDS)
def test_every_option_is_documented_and_no_other_is_promised(page):
    assert set(re.findall(r"(?<!\w)--[a-z][a-z-]+", text_of(page))) == set().union(*commands().values())


@pytest.mark.parametrize("page", OTHERS)
def test_no_page_names_a_command_or_an_option_that_is_not_there(page):
    """The options of a line are those of the command that the line names."""
    for line in text_of(page).splitlines():
        named = re.findall(COMMAND, line)
        assert set(named) <= set(commands())
        if named:
            allowed = set().union(*(commands()[name] for name in named))
            assert set(re.findall(r"(?<!\w)--[a-z][a-z-]+", line)) <= allowed, line


@pytest.mark.parametrize("page", COMMANDS)
@pytest.mark.parametrize("target", targets())
def test_every_make_target_is_documented(page, target):
    assert f"`make {target}`" in text_of(page)
    assert re.search(rf"^{target}:", text_of("Makefile"), flags=re.MULTILINE)
    assert re.search(rf'echo "make {target} ', text_of("Makefile"))  # in `make help`


@pytest.mark.parametrize("page", COMMANDS + OTHERS)
def test_no_page_names_a_make_target_that_is_not_there(page):
    assert set(re.findall(r"(?:`|^ {4})(?:\w+=\S+ )?make ([a-z-]+)", text_of(page), flags=re.MULTILINE)) <= set(
        targets()
    )


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_says_the_two_commands_and_leads_to_every_page(readme):
    text = text_of(readme)
    assert re.findall(r"^ {4}(make [a-z]+)", text, flags=re.MULTILINE) == ["make run", "make test"]
    of_language = [page.name for page in REPO.glob("docs/*.md") if (".zh." in page.name) == (".zh-" in readme)]
    assert [name for name in of_language if f"(docs/{name})" not in text] == []
    assert re.search(r"^!\[.+\]\(docs/pictures/overview\.", text.split("\n\n")[2])


@pytest.mark.parametrize("page", COMMANDS)
def test_every_question_is_listed(page):
    assert [name for name in queries.NAMES if f"`{name}`" not in text_of(page)] == []


@pytest.mark.parametrize("page", LOADING)
def test_the_example_layout_loads_the_example_file(page, fresh_home):
    """The layout and the rows printed on the page are written out and loaded through the ordinary door."""
    layout, *_ = [block for block in blocks(page, "toml") if block.startswith("dataset")]
    rows, *_ = blocks(page, "csv")
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
