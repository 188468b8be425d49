"""What a province does not take: each with a sentence in both languages, and nothing changed."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import etl
from etl.__main__ import main
from tests.etl.small_city import ANSWERS, YEAR, counts, directory, forms
from tests.etl.small_province import answers_of, made_cities
from tests.etl.workbooks import environment, files_below

REPO = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def cities(tmp_path_factory) -> list[str]:
    return made_cities(tmp_path_factory.mktemp("cities"), ["NT", "SZ"])


@pytest.fixture
def province(home_after, cities) -> Path:
    return home_after("province of one", lambda folder: etl.build_from(cities[:1]))


@pytest.fixture
def copied(cities, tmp_path) -> Path:
    """A city of its own for a test: where it lies."""
    shutil.copytree(cities[1].partition("=")[2], tmp_path / "city")
    return tmp_path / "city"


def build_of(city: Path) -> Path:
    return city / "builds" / f"{(city / 'builds' / 'current').read_text()}.duckdb"


def altered(city: Path, sql: str) -> None:
    with duckdb.connect(str(build_of(city))) as connection:
        connection.execute(sql)


def refused(province: Path, *given: str) -> etl.WarehouseError:
    """The sentences of a refusal after which nothing has changed."""
    before = files_below(province)
    with pytest.raises(etl.WarehouseError) as error:
        etl.build_from(given, confirmed=True)
    assert files_below(province) == before
    assert error.value.zh and error.value.en and error.value.zh != error.value.en
    return error.value


def test_a_folder_without_a_build(province, tmp_path):
    told = refused(province, f"NT={tmp_path / 'nowhere'}")
    assert "没有已发布的数据版本" in told.zh and "has no published build" in told.en


def test_a_build_whose_file_is_gone(province, copied):
    build_of(copied).unlink()
    told = refused(province, f"SZ={copied}")
    assert "的文件不在" in told.zh and "The file of build" in told.en


@pytest.mark.parametrize("size", [0, 100, 300_000])
def test_a_build_that_is_cut_short(province, copied, size):
    data = build_of(copied).read_bytes()
    assert size < len(data)
    build_of(copied).write_bytes(data[:size])
    told = refused(province, f"SZ={copied}")
    assert "读不出来" in told.zh and "cannot be read" in told.en


def test_a_build_of_an_older_format(province, copied):
    altered(copied, "alter table branch_rating drop column lagging")
    told = refused(province, f"SZ={copied}")
    assert "branch_rating.lagging" in told.zh and "another format" in told.en


def test_a_build_under_other_definitions(province, copied):
    altered(copied, "update meta set value = '2019.01' where key = 'definitions'")
    assert "2019.01" in refused(province, f"SZ={copied}").en


def test_a_build_that_another_program_writes(province, copied):
    holds = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holds, str(build_of(copied))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        told = refused(province, f"SZ={copied}")
        holder.stdin.close()
    assert "正被别的程序占用" in told.zh and "held by another program" in told.en


def test_two_cities_of_one_name(province, cities):
    paths = [city.partition("=")[2] for city in cities]
    told = refused(province, *(f"NT={path}" for path in paths))
    assert "都叫“NT”" in told.zh and "Two cities are called" in told.en


def test_one_city_under_two_names(province, cities, copied):
    told = refused(province, cities[1], f"SZ2={copied}")
    assert "同一个数据版本" in told.zh and "the same build" in told.en


def test_a_city_under_the_name_of_a_taken_one_is_its_newer_build(province, cities):
    """A name is a city: whoever gives another folder under it replaces what was taken."""
    path = cities[1].partition("=")[2]
    assert etl.build_from([f"NT={path}"]).files[0].unchanged is False
    assert [one["state"] for one in etl.history()] == ["live", "replaced"]


def test_a_city_that_was_taken_under_another_name(province, cities):
    told = refused(province, f"SZ={cities[0].partition('=')[2]}")
    assert "NT" in told.zh and "the same build" in told.en


def test_the_province_itself(province):
    told = refused(province, f"NT={province}")
    assert "本级" in told.zh and "not built from itself" in told.en


@pytest.mark.parametrize("name", ["", "9", "a:b", "a b", "长" * 21])
def test_a_name_that_is_none(province, cities, name):
    told = refused(province, f"{name}={cities[1].partition('=')[2]}")
    assert "不能用作" in told.zh and "cannot name a city" in told.en


def test_a_scale_that_is_read_otherwise(province, copied):
    altered(copied, "update scale_level set points = 99 where scale_id = 'cz4' and answer = 'satisfied'")
    told = refused(province, f"SZ={copied}")
    assert "cz4" in told.zh and "satisfied" in told.en


def test_an_item_that_the_province_does_not_know(province, copied):
    altered(copied, "update survey_answer set item = 'q99' where unit_id = 'T1'")
    told = refused(province, f"SZ={copied}")
    assert "q99" in told.zh and "q99" in told.en


def other_city(folder: Path, monkeypatch: pytest.MonkeyPatch, province: Path, *paths: Path) -> str:
    monkeypatch.setenv("RONGHE_HOME", str(folder / "other"))
    assert etl.load([directory(folder), *paths]).exit_code == 0
    monkeypatch.setenv("RONGHE_HOME", str(province))
    return f"SZ={folder / 'other'}"


def test_cities_that_asked_on_two_scales(province, tmp_path, monkeypatch):
    file = counts(tmp_path, "调查.csv", ANSWERS)
    file.write_text(file.read_text().replace("cz4", "hz5"))
    told = refused(province, other_city(tmp_path, monkeypatch, province, file))
    assert "NT用量表 cz4，SZ用量表 hz5" in told.zh and "NT used scale cz4 and SZ used hz5" in told.en


def test_cities_whose_waves_have_two_bases(province, tmp_path, monkeypatch):
    file = forms(tmp_path, "答卷.csv", answers_of("SZ"), YEAR, ["attitude"])
    told = refused(province, other_city(tmp_path, monkeypatch, province, file))
    assert "口径不同" in told.zh and "different bases" in told.en


def test_the_command_says_it_and_ends_with_two(province, cities, capsys):
    before = files_below(province)
    assert main(["build", "--from", "NT=/nowhere", "--json"]) == 2
    assert "NT" in json.loads(capsys.readouterr().out)["error"]
    assert files_below(province) == before


def test_the_command_takes_cities_and_names_one_by_its_folder(province, copied, capsys):
    assert main(["build", "--from", str(copied), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(file["file"].split()[0], file["dataset"], file["unchanged"]) for file in told["files"]] == [
        ("city", "city", False)
    ]
    assert told["build"] == etl.builds()[0]["id"]


def test_two_at_once_take_turns(fresh_home, cities):
    command = [sys.executable, "-m", "etl", "build", "--json"]
    command += [part for city in cities for part in ("--from", city)]
    surroundings = environment(fresh_home)
    both = [
        subprocess.Popen(command, cwd=REPO, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(2)
    ]
    told = [json.loads(one.communicate()[0]) for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sorted(sum(file["unchanged"] for file in one["files"]) for one in told) == [0, 2]
    assert [one["state"] for one in etl.history()] == ["live", "live"]
    assert len(etl.events()) == 1
