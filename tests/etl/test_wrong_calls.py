"""Commands with wrong values: one sentence that names the wrong word or file, exit code 2, and no traceback."""

from pathlib import Path

import pytest

import etl
from briefing.__main__ import main as briefing
from etl.__main__ import main
from etl.storage import WarehouseError, write_output
from exhibits.__main__ import main as exhibits
from queries.__main__ import main as queries
from serving.__main__ import main as serving
from tests.etl.workbooks import answers, units

MAINS = {"etl": main, "queries": queries, "exhibits": exhibits, "briefing": briefing, "serving": serving}
FAR = "9" * 40
# The call, and what the sentence says. {file}: a file that is there; {folder}: a folder that is there.
CALLS = {
    "etl trace survey --set year=abc": "“abc”",
    "etl trace survey --set year_from=x": "“x”",
    "etl trace survey --set year_to=": "year_to",
    "etl trace hotline --set year=2019.5": "2019.5",
    f"etl trace survey --set year={FAR}": FAR,
    "etl trace survey --limit -5": "-5",
    "etl trace survey --limit 0": "“0”",
    f"etl trace survey --limit {FAR}": "1000000000",
    "etl trace survey -o {file}": "{file}",
    "etl trace nothing": "nothing",
    "etl trace survey --set x": "--set x",
    "etl trace survey --set =3": "“”",
    "etl layout {file} --dataset survey_response -o {file}/x.toml": "{file}",
    "etl layout {file} --dataset survey_response -o {folder}": "{folder}",
    "etl layout {folder}/none.csv": "none.csv",
    "etl template hotline -o {file}": "{file}",
    "etl template hotline -o {file}/sub": "{file}/sub",
    "etl template nothing": "nothing",
    "etl check {file} --layout {folder}": "folder",
    "etl check {file} --layout {folder}/none.toml": "none.toml",
    "etl check {file} --annotate {file}": "{file}",
    "etl load {file} --annotate {file}/sub": "{file}/sub",
    "etl withdraw nothing": "nothing",
    "etl rollback ../x": "../x",
    "etl events add x y": "“x”",
    "etl events add 2024-01-01 =cmd()": "“=”",
    "etl events add 2024-01-01 text --by @me": "“@”",
    "etl events withdraw E9": "E9",
    "etl build --from {folder}": "{folder}",
    "etl build --from a-b={folder}": "a-b",
    "etl aggregate {folder}/none -o {folder}/out": "none",
    "etl watch --once --every -3": "-3",
    "etl watch --once --every nan": "nan",
    "etl watch --once --every abc": "abc",
    "queries nothing": "nothing",
    "queries rejected_rows --build ../x": "../x",
    f"queries satisfaction_trend --set year_from={FAR}": FAR,
    "queries satisfaction_trend --set year_from=abc": "abc",
    "exhibits nothing": "nothing",
    f"exhibits headline --set year_from={FAR}": FAR,
    "exhibits headline --set lang=xx": "xx",
    "exhibits headline --set theme=xx": "xx",
    "exhibits headline --build x": "'x'",
    "briefing headline -o {folder}": "folder",
    f"briefing headline -o {{folder}}/x.pptx --set year_from={FAR}": FAR,
    "briefing check {folder}": "{folder}",
    "briefing notice --build ../x": "../x",
    "briefing code 123": "123",
    "serving --workers 0": "process",
    "serving --port 99999999": "99999999",
    "serving --port 0": "port 0",
    "serving --grace -5": "below 0",
}


@pytest.fixture
def town(home_after, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RONGHE_LANG", "en")
    forms = [(f"f{at}", "C", "satisfied") for at in range(20)]
    return home_after("a town", lambda folder: etl.load([*units(folder), answers(folder, "2019.csv", *forms)]))


@pytest.mark.parametrize("call", CALLS)
def test_a_wrong_call_gets_a_sentence(call, town, tmp_path, capsys):
    folder = tmp_path / "folder"
    folder.mkdir()
    file = answers(tmp_path, "given.csv", ("f1", "B", "satisfied"), ("f2", "nowhere", "satisfied"))
    room, *arguments = (word.format(file=file, folder=folder) for word in call.split())
    published = (town / "builds" / "current").read_text()
    try:
        code = MAINS[room](arguments)
    except SystemExit as ended:  # argparse's own refusals, with its usage
        code = ended.code
    said = "".join(capsys.readouterr())
    assert code == 2
    assert CALLS[call].format(file=file, folder=folder) in said
    assert "Traceback" not in said
    assert "The warehouse" not in said  # which none of these could not write
    assert (town / "builds" / "current").read_text() == published
    assert file.is_file() and not list(folder.iterdir())


def test_a_file_is_written_with_the_folders_above_it_or_named(tmp_path):
    write_output(tmp_path / "new" / "a.txt", b"a")
    assert (tmp_path / "new" / "a.txt").read_bytes() == b"a"
    with pytest.raises(WarehouseError) as error:
        write_output(tmp_path / "new" / "a.txt" / "b.txt", b"b")
    assert all(str(tmp_path / "new" / "a.txt") in told for told in (error.value.zh, error.value.en))
