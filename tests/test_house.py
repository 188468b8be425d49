"""The house rules that a reader of the code relies on, checked on the syntax trees and the files."""

import ast
import re
import string
import subprocess
import sys
from pathlib import Path

import pytest

import words

REPO = Path(__file__).parents[1]
ROOMS = {
    "app": {"serve", "shell", "exhibits", "briefing", "words"},
    "serve": {"charts", "words"},
    "serving": {"words"},
    "pages": {"shell", "exhibits", "briefing", "words"},
    "shell": {"queries", "exhibits", "briefing", "words"},
    "exhibits": {"inference", "charts", "words"},
    "charts": {"words"},
    "briefing": {"queries", "exhibits", "charts", "words"},
    "queries": set(),
    "inference": set(),
    "etl": {"words"},
    "words": set(),
}
DOORS = {"shell/stewards": {"etl"}, "exhibits/__main__.py": {"queries"}, "etl/warehouse/suppression.py": {"inference"}}
ONLY_IN = {
    "streamlit": {"app", "pages", "shell", "serve"},
    "duckdb": {"queries", "etl"},
    "pptx": {"briefing"},
    "docx": {"briefing"},
    "polars": ROOMS.keys() - {"app", "pages", "serve", "words"},
}
# The rooms of etl, each below the next: a room imports from those before it.
ETL_ROOMS = ("contracts", "reading", "intake", "warehouse", "engines")
# Patterns of what people write, as etl.reading has them for workbooks.
READ_NOT_SHOWN = tuple(f"briefing/edited/{name}.py" for name in ("notation", "numbers", "numerals", "shares"))
MAGNETS = {"utils", "util", "helpers", "helper", "common", "core", "misc"}
CHINESE = re.compile(r"[\u3400-\u9fff]")
SQL = re.compile(r"\bselect\b.+\bfrom\b", re.IGNORECASE | re.DOTALL)
# A module name the packaging world spells differently from the package that brings it.
PACKAGE_OF = {
    "docx": "python-docx",
    "pptx": "python-pptx",
    "grpc": "grpcio",
    "pyspark": "pyspark-client",
    "clickhouse_connect": "clickhouse-connect",
}
# What only an engine of etl/engines needs, installed where it is used.
OPTIONAL = ("requirements-spark.txt", "requirements-clickhouse.txt")


def sources(*tops: str) -> list[Path]:
    files = [REPO / f"{top}.py" for top in tops if (REPO / f"{top}.py").exists()]
    return files + [file for top in tops for file in sorted((REPO / top).rglob("*.py"))]


def name_of(file: Path) -> str:
    return file.relative_to(REPO).as_posix()


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def imported(file: Path) -> set[str]:
    """The top-level names that a file imports, wherever in the file the import stands."""
    tops = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            tops.add((node.module or "").split(".")[0])
    return tops


def literals(file: Path) -> list[tuple[int, str]]:
    """(line, text) of each string in the code; docstrings are not code."""
    tree = tree_of(file)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


@pytest.mark.parametrize("file", sources(*ROOMS), ids=name_of)
def test_imports_follow_the_plan_of_the_house(file):
    room = file.relative_to(REPO).parts[0].removesuffix(".py")
    allowed = ROOMS[room] | {room}
    for door, beyond in DOORS.items():
        if name_of(file).startswith(door):
            allowed = allowed | beyond
    assert imported(file) & ROOMS.keys() <= allowed


@pytest.mark.parametrize("file", [file for room in ETL_ROOMS for file in sources(f"etl/{room}")], ids=name_of)
def test_rooms_of_etl_stand_on_one_another(file):
    """Besides the rooms before its own a file may import etl.storage, which says how anything is written."""
    own = ETL_ROOMS.index(file.relative_to(REPO).parts[1])
    below = {f"etl.{room}" for room in ETL_ROOMS[: own + 1]} | {"etl.storage"}
    modules = [node.module or "" for node in ast.walk(tree_of(file)) if isinstance(node, ast.ImportFrom)]
    above = [module for module in modules if module.split(".")[0] == "etl"]
    assert [module for module in above if ".".join(module.split(".")[:2]) not in below] == []


@pytest.mark.parametrize("file", sources(*ROOMS), ids=name_of)
def test_a_library_stays_in_the_rooms_that_may_know_it(file):
    room = file.relative_to(REPO).parts[0].removesuffix(".py")
    for library, rooms in ONLY_IN.items():
        assert library not in imported(file) or room in rooms, f"{library} may be known only in {sorted(rooms)}"


def test_nothing_strays_into_the_root():
    kept = subprocess.run(["git", "ls-files"], cwd=REPO, capture_output=True, text=True, check=True).stdout.split()
    kinds = {Path(name).suffix for name in kept if "/" not in name}
    assert kinds <= {"", ".md", ".py", ".txt", ".toml", ".lock", ".yaml"}


def test_no_room_is_a_magnet():
    everything = [path for room in (*ROOMS, "bench", "tests") for path in (REPO / room).rglob("*")]
    assert [name_of(path) for path in everything if path.stem in MAGNETS] == []


@pytest.mark.parametrize("file", sources("pages", "app", "shell"), ids=name_of)
def test_pages_hold_no_query_and_no_chinese(file):
    found = [(line, text) for line, text in literals(file) if CHINESE.search(text) or SQL.search(text)]
    assert found == []


@pytest.mark.parametrize("file", sources("exhibits", "charts", "briefing", "queries", "inference"), ids=name_of)
def test_words_for_readers_stand_in_words(file):
    if name_of(file) not in READ_NOT_SHOWN:
        assert [(line, text) for line, text in literals(file) if CHINESE.search(text)] == []


@pytest.mark.parametrize("file", READ_NOT_SHOWN)
def test_what_is_read_and_not_shown_says_nothing_to_readers(file):
    """Such a file holds patterns of numbers and clauses in the texts of others; it neither prints nor raises a text."""
    calls = [node.func for node in ast.walk(tree_of(REPO / file)) if isinstance(node, ast.Call)]
    assert not [
        call for call in calls if isinstance(call, ast.Name) and call.id in ("print", "RefusalError", "EditedError")
    ]


@pytest.mark.parametrize("file", sorted((REPO / "queries").rglob("*.sql")), ids=name_of)
def test_questions_hold_no_chinese(file):
    text = file.read_text(encoding="utf-8")
    code = "\n".join(line.split("--")[0] for line in text.splitlines())
    assert not CHINESE.search(code)


def test_no_page_stands_at_the_top_of_pages():
    # Until st.navigation has run, Streamlit would serve such a file without app.py on a deep link.
    assert [name_of(file) for file in (REPO / "pages").glob("*.py") if file.name != "__init__.py"] == []


@pytest.mark.parametrize("file", sources("pages", "app", "shell"), ids=name_of)
def test_markup_never_carries_data(file):
    """`unsafe_allow_html` only around a text that is written out in our own code or words."""
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and any(k.arg == "unsafe_allow_html" for k in node.keywords):
            assert node.args, f"{name_of(file)}:{node.lineno}"
            assert isinstance(node.args[0], ast.Constant | ast.Name), (
                f"{name_of(file)}:{node.lineno}: {ast.unparse(node)}"
            )
            if isinstance(node.args[0], ast.Name):
                assert node.args[0].id.isupper(), f"{name_of(file)}:{node.lineno}: markup from a variable"


@pytest.mark.parametrize("key", sorted(words.words()))
def test_every_word_stands_in_both_languages_with_the_same_fields(key):
    both = words.words()[key]
    assert both.keys() == set(words.LANGUAGES)
    assert all(text.strip() for text in both.values())
    fields = [{name for _, name, _, _ in string.Formatter().parse(both[lang]) if name} for lang in words.LANGUAGES]
    assert fields[0] == fields[1]


def said_keys(file: Path) -> list[tuple[int, str]]:
    """(line, key) of every `say("key")`, `speak("key")` with a written key; a setting's own `say` is of exhibits."""
    keys = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            if getattr(node.func, "id", "") in ("say", "speak"):
                keys.append((node.lineno, node.args[0].value))
            elif getattr(node.func, "attr", "") == "say":
                own = "exhibits." if name_of(file).startswith("exhibits/") else ""
                keys.append((node.lineno, own + node.args[0].value))
    return keys


@pytest.mark.parametrize("file", sources(*ROOMS), ids=name_of)
def test_every_said_key_exists(file):
    assert [(line, key) for line, key in said_keys(file) if key not in words.words()] == []


def filled_texts(file: Path) -> list[tuple[str, str]]:
    """(pattern, text behind the first field) of every f-string; a field stands for one part of a key."""
    found = []
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.JoinedStr):
            parts = [part.value if isinstance(part, ast.Constant) else None for part in node.values]
            pattern = "".join(r"\w+" if part is None else re.escape(part) for part in parts)
            found.append((pattern, parts[1] or "" if len(parts) == 2 and parts[0] is None else ""))
    return found


def test_no_word_is_left_over():
    """A key is in use when the code holds it whole, or with fields for some of its parts; or when it holds the
    beginning whole and the end behind a field."""
    whole = {text for file in sources(*ROOMS) for _, text in literals(file)}
    filled = [each for file in sources(*ROOMS) for each in filled_texts(file)]
    patterns = re.compile("|".join(sorted({pattern for pattern, _ in filled if pattern[0] != "\\"})))
    ends = tuple({end for _, end in filled if re.fullmatch(r"\.[a-z_]+", end)})
    # Said through label() and the generated tables, by list and code; judging words are looked for, table by table.
    computed = ("codes.", "columns.", "metrics.", "checking.term.")

    def used(key: str) -> bool:
        names = {key, key.removeprefix("exhibits.")}
        names |= {name.rpartition(".")[0] for name in names if name.endswith(ends)}
        return bool(names & whole) or any(patterns.fullmatch(name) for name in names)

    assert [key for key in words.words() if not key.startswith(computed) and not used(key)] == []


def pins(file: str) -> dict[str, str]:
    lines = [line.split("#")[0].strip() for line in (REPO / file).read_text(encoding="utf-8").splitlines()]
    assert all("==" in line for line in lines if line and not line.startswith("-r")), "exact pins only"
    return dict(line.split("==") for line in lines if "==" in line)


def test_requirements_name_exactly_what_is_imported():
    ours = {*ROOMS, "data"}

    def foreign(files: list[Path]) -> set[str]:
        met = set().union(*(imported(file) for file in files))
        return {PACKAGE_OF.get(name, name) for name in met - ours - sys.stdlib_module_names}

    engines = sources("etl/engines")
    optional = set().union(*(pins(file).keys() for file in OPTIONAL))
    everywhere = foreign([file for file in sources(*ROOMS, "data") if file not in engines])
    assert everywhere == pins("requirements.txt").keys()
    assert foreign(engines) - everywhere == optional


def test_no_registry_host_and_no_machine_path_in_our_files():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=REPO, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    banned = ("pypi" + ".org", "pythonhosted" + ".org", "/work" + "/", "npmjs" + ".", "debian" + ".org/")
    found = []
    for name in listed:
        if Path(name).suffix in {".py", ".toml", ".md", ".txt", ".sql", ".csv", ".yml", ""} and (REPO / name).is_file():
            text = (REPO / name).read_text(encoding="utf-8", errors="ignore")
            found += [f"{name}: {host}" for host in banned if host in text]
    assert found == []


def test_every_room_says_its_purpose_and_who_calls_it():
    """One paragraph in its `__init__.py` or README.md: more than the one line that names it."""
    tops = [room for room in ROOMS if (REPO / room).is_dir()]
    rooms = [*tops, "bench", "data", "data/demo", "data/reference", "tests", *(f"etl/{room}" for room in ETL_ROOMS)]
    for room in [*rooms, "briefing/plans", "briefing/document", "briefing/picture", "shell/stewards"]:
        readme, module = REPO / room / "README.md", REPO / room / "__init__.py"
        text = readme.read_text(encoding="utf-8") if readme.exists() else ast.get_docstring(tree_of(module)) or ""
        assert "\n\n" in text, room


@pytest.mark.parametrize(("ending", "longest"), [("py", 300), ("sql", 200)])
def test_no_file_is_too_long(ending, longest):
    listed = subprocess.run(["git", "ls-files", f"*.{ending}"], cwd=REPO, capture_output=True, text=True, check=True)
    files = [REPO / name for name in listed.stdout.splitlines() if (REPO / name).exists()]
    lines = {name_of(file): file.read_text(encoding="utf-8").count("\n") for file in files}
    assert {name: n for name, n in lines.items() if n > longest} == {}


def test_no_line_of_sql_is_too_long():
    """Ruff looks after those of Python."""
    files = [file for room in ("etl", "queries") for file in sorted((REPO / room).rglob("*.sql"))]
    lines = [(name_of(file), at) for file in files for at in enumerate(file.read_text(encoding="utf-8").split("\n"), 1)]
    assert [f"{name}:{at}" for name, (at, line) in lines if len(line) > 120] == []


def test_modules_of_tests_have_names_of_their_own():
    """pytest imports them by their name alone: of two with the same name it collects one."""
    names = [file.name for file in (REPO / "tests").rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
