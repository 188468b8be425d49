"""Events that stewards noted: read from the file beside the builds, anew when it has changed."""

import datetime

import pytest

import queries
from tests.queries.small_build import small_build, unit

HEADER = "event_id,day,what,scope,code,author,entered_at,withdrawn_by,withdrawn_at\n"
day = datetime.date


@pytest.fixture
def home(tmp_path):
    (tmp_path / "builds").mkdir()
    small_build(tmp_path / "builds" / "b.duckdb", unit=[unit("u1")])
    return tmp_path


def noted(home) -> list[tuple]:
    answer = queries.ask("noted_events", build=home / "builds" / "b.duckdb")
    return answer.select("event_id", "day", "what").rows()


def test_of_the_town_only_what_stands_and_has_a_day(town):
    rows = queries.ask("noted_events", build=town).select("event_id", "day", "scope", "code").rows()
    assert rows == [("E1", day(2018, 1, 20), "unit", "u1"), ("E2", day(2019, 6, 1), "instrument", "survey")]
    assert queries.ask("noted_events", build=town, year_from=2019)["event_id"].to_list() == ["E2"]


def test_a_new_event_is_there_without_a_new_build(home):
    assert noted(home) == []
    file = home / "events.csv"
    file.write_text(HEADER + "E1,2020-01-01,甲,city,,b,t,,\n", encoding="utf-8")
    assert noted(home) == [("E1", day(2020, 1, 1), "甲")]
    file.write_text(HEADER + "E1,2020-01-01,甲,city,,b,t,b,t\nE2,2021-01-01,乙,city,,b,t,,\n", encoding="utf-8")
    assert noted(home) == [("E2", day(2021, 1, 1), "乙")]
    file.unlink()
    assert noted(home) == []


def test_a_spreadsheet_program_may_have_saved_it(home):
    text = HEADER + 'E1,2020/3/1,"=HYPERLINK(""x""),甲",city,,b,t,,\n'
    for encoding in ("utf-8-sig", "gb18030"):
        (home / "events.csv").write_text(text, encoding=encoding)
        assert noted(home) == [("E1", day(2020, 3, 1), '=HYPERLINK("x"),甲')]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", (HEADER + "E1").encode(), b"\x00" * 40])
def test_a_file_that_is_none_has_no_events(home, data):
    (home / "events.csv").write_bytes(data)
    assert noted(home) == []


def test_the_sources_of_answers_change_with_the_file(fresh_home):
    before = queries.sources()
    (fresh_home / "events.csv").write_text(HEADER, encoding="utf-8")
    assert queries.sources() != before
