"""python -m etl: exit codes, the JSON object, sentences instead of tracebacks."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.etl.workbooks import answers, environment, files_below, units

REPO = Path(__file__).parents[2]
GOOD, BAD = ("f1", "B", "satisfied"), ("f2", "nowhere", "satisfied")


def run(home: Path, *arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "etl", *map(str, arguments)]
    return subprocess.run(command, cwd=REPO, env=environment(home), capture_output=True, text=True)


def test_exit_codes_and_json_of_load(fresh_home, tmp_path):
    loaded = run(fresh_home, "load", *units(tmp_path), "--json")
    assert loaded.returncode == 0, loaded.stderr
    told = json.loads(loaded.stdout)
    assert told.keys() == {"build", "files", "revises", "asks"}
    assert told["files"][0].keys() == {
        *("file", "dataset", "batch", "rows_read", "accepted", "rejected", "skipped", "reasons", "notices", "refused"),
        *("unchanged", "revised", "repeated", "returned"),
    }
    some = run(fresh_home, "load", answers(tmp_path, "some.csv", GOOD, BAD), "--json")
    assert some.returncode == 1
    (file,) = json.loads(some.stdout)["files"]
    assert (file["rows_read"], file["accepted"], file["rejected"], file["skipped"]) == (2, 1, 1, 0)
    assert file["reasons"] == {"unknown_unit": 1}
    none = run(fresh_home, "load", tmp_path / "missing.csv", "--json")
    assert none.returncode == 2
    assert json.loads(none.stdout)["build"] == json.loads(some.stdout)["build"]
    assert json.loads(none.stdout)["files"][0]["refused"]


def test_people_are_told_the_faults_and_progress_goes_to_stderr(fresh_home, tmp_path):
    run(fresh_home, "load", *units(tmp_path))
    told = run(fresh_home, "check", answers(tmp_path, "some.csv", GOOD, BAD))
    assert told.returncode == 1
    assert "nowhere" in told.stdout
    assert "some.csv" in told.stderr


def test_history_withdraw_and_build(fresh_home, tmp_path):
    assert json.loads(run(fresh_home, "history", "--json").stdout) == []
    run(fresh_home, "load", *units(tmp_path), answers(tmp_path, "answers.csv", GOOD))
    newest, *others = json.loads(run(fresh_home, "history", "--json").stdout)
    assert newest["dataset"] == "survey_response"
    assert len(others) == 2
    assert (newest["rows_read"], newest["accepted"], newest["rejected"]) == (None, None, 0)  # one answer
    assert run(fresh_home, "history").stdout.count("not shown") == 2
    assert run(fresh_home, "withdraw", newest["batch_id"]).returncode == 0
    assert "withdrawn" in run(fresh_home, "history").stdout
    unknown = run(fresh_home, "withdraw", "no-such-batch")
    assert unknown.returncode == 2
    assert "Traceback" not in unknown.stderr
    assert run(fresh_home, "build").returncode == 0


@pytest.mark.parametrize("command", [["build"], ["load"]])
def test_a_home_that_cannot_be_written_is_said_in_a_sentence(tmp_path, command):
    file = tmp_path / "file"
    file.write_text("a file where the folder should be")
    paths = units(tmp_path) if command == ["load"] else []
    told = run(file / "home", *command, *paths)
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "cannot be written" in told.stderr


def test_a_full_disk_is_said_in_a_sentence_and_the_old_build_stays(fresh_home, tmp_path):
    resource = pytest.importorskip("resource")
    run(fresh_home, "load", *units(tmp_path))
    before = files_below(fresh_home)
    told = subprocess.run(
        [sys.executable, "-m", "etl", "load", str(answers(tmp_path, "answers.csv", GOOD))],
        cwd=REPO,
        env=environment(fresh_home),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000)),
    )
    assert told.returncode == 2
    assert "Traceback" not in told.stderr
    assert "cannot be written" in told.stderr
    assert files_below(fresh_home) == before


def test_a_layout_that_is_not_there_refuses_the_call(fresh_home, tmp_path):
    told = run(fresh_home, "load", *units(tmp_path), "--layout", tmp_path / "missing.toml", "--json")
    assert told.returncode == 2
    assert all(file["refused"] for file in json.loads(told.stdout)["files"])
    assert not (fresh_home / "builds").exists()
