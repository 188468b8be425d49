"""What a cell says: every way in which offices were seen to write a number, a date, a deadline."""

from datetime import date

import polars as pl
import pytest

from etl.reading import cells
from etl.reading.periods import range_end
from etl.reading.tables import normalize_header


def read(expression: pl.Expr, **columns: object) -> object:
    return pl.DataFrame({name: [value] for name, value in columns.items()}).select(expression).item()


@pytest.mark.parametrize("written", ["", " ", "-", "—", "——", "／", "/", "无", "N/A", None])
def test_nothing_is_written_in_many_ways(written):
    frame = pl.DataFrame({"cell": [written]}, schema={"cell": pl.String})
    assert frame.select(cells.normalize_cell(pl.col("cell"))).item() is None


@pytest.mark.parametrize(
    ("written", "figure"),
    [
        ("1104", 1104.0),
        ("1,104", 1104.0),
        ("１，１０４", 1104.0),
        ("94.5", 94.5),
        ("94.5%", 94.5),
        ("９４．５％", 94.5),
        ("94.5 %", 94.5),
        ("12份", 12.0),
        (".5", 0.5),
        ("-3", -3.0),
        ("56.00000000000001", 56.0),
        ("1,10", None),
        ("九十四", None),
        ("94.5分左右", None),
        ("1,104²", None),
        ("①", None),
        ("½", None),
        ("1 104", 1104.0),
        ("1\u00a0104.5 件", 1104.5),
        ("12 15", None),  # two numbers
        ("12\n15", None),
        ("9 4.5", None),
        ("94.5\u200e", 94.5),
        ("\u202a94.5\u202c", 94.5),
        ("9\u00ad4", 94.0),
    ],
)
def test_numbers(written, figure):
    assert read(cells.number(pl.col("cell")), cell=written) == figure


def test_names_are_compared_without_what_nobody_sees(directory):
    asked = pl.DataFrame({"text": ["市教\u00ad育局\u200e"], "on": [None]})
    assert directory.match("unit", asked)["code"].to_list() == ["A1"]
    assert normalize_header("得\u200d分\u2060") == "得分"


def test_a_scaled_number_and_a_percentage_of_the_same_share_agree():
    assert read(cells.number(pl.col("cell"), 100), cell="0.79") == 79.0
    assert read(cells.number(pl.col("cell"), 100), cell="79%") == 79.0


@pytest.mark.parametrize(
    ("written", "number"),
    [("12", 12), ("12.0", 12), ("１２", 12), ("第3轮", 3), ("三", 3), ("12.5", None), ("50%", None)],
)
def test_whole_numbers(written, number):
    assert read(cells.whole_number(pl.col("cell")), cell=written) == number


@pytest.mark.parametrize("written", ["2019", "2019年", "2019年度", "２０１９", "2019.0"])
def test_years(written):
    assert read(cells.year(pl.col("cell")), cell=written) == 2019


@pytest.mark.parametrize(
    "written",
    [
        "2019-06-30",
        "2019/6/30",
        "2019.6.30",
        "20190630",
        "2019年6月30日",
        "2019 年 6 月 30 日前",
        "２０１９年６月３０日",
        "43646",
        "43646.75",
        "2019-06-30 13:05:00",
        "截至2019年6月30日",
    ],
)
def test_days(written):
    assert read(cells.date(pl.col("cell")), cell=written) == date(2019, 6, 30)


@pytest.mark.parametrize(
    "written", ["2019-02-30", "2019-13-01", "1104", "下半年", "6月30日", "2019年6月", "99999", "2019.6-8"]
)
def test_what_is_no_day_is_never_guessed(written):
    assert read(cells.date(pl.col("cell")), cell=written) is None


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2019年6月底前", date(2019, 6, 30)),
        ("2019年6月", date(2019, 6, 30)),
        ("2019.6", date(2019, 6, 30)),
        ("2020年2月底之前", date(2020, 2, 29)),
        ("2019年底前", date(2019, 12, 31)),
        ("年底前", date(2018, 12, 31)),
        ("6月底前", date(2018, 6, 30)),
        ("3月底前", date(2019, 3, 31)),
        ("6月30日前", date(2018, 6, 30)),
        ("2019年6月底前，长期坚持", date(2019, 6, 30)),
        ("立行立改", None),
        ("长期坚持", None),
        ("１５个工作日内", None),
        ("自发现之日起5个工作日内", None),
        ("2019年6月底前，10个工作日", date(2019, 6, 30)),
        ("2019.1", None),
    ],
)
def test_deadlines_of_a_problem_found_on_1_may_2018(written, due):
    deadline = cells.date(cells.without_dateless_words(pl.col("cell")), month="last", since=pl.col("found"))
    assert read(deadline, cell=written, found=date(2018, 5, 1)) == due


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2019.6.3-2019.6.5", date(2019, 6, 5)),
        ("2019.6.3—6.5", date(2019, 6, 5)),
        ("2019年6月3日至5日", date(2019, 6, 5)),
        ("2019年6月—8月", date(2019, 8, 31)),
        ("２０１９年６月～８月底前", date(2019, 8, 31)),
        ("2019年6-8月", date(2019, 8, 31)),
        ("2019.6-2019.8", date(2019, 8, 31)),
        ("2019年11月至2020年2月", date(2020, 2, 29)),
        ("2019年12月—2月", date(2020, 2, 29)),
        ("6月—8月", date(2018, 8, 31)),
        ("12月1日—12月8日", date(2018, 12, 8)),
        ("1月—3月", date(2019, 3, 31)),
        ("6-8月", date(2018, 8, 31)),
        ("2019-06-30", None),
        ("2019.6-8", None),
        ("2019年", None),
    ],
)
def test_a_range_is_due_at_its_end(written, due):
    assert read(range_end(pl.col("cell"), pl.col("found")), cell=written, found=date(2018, 5, 1)) == due


def test_a_month_may_stand_for_its_first_day():
    assert read(cells.date(pl.col("cell"), month="first"), cell="2019年1月") == date(2019, 1, 1)


def test_formats_of_a_layout_come_first():
    american = ("%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y")
    assert read(cells.date(pl.col("cell"), american), cell="04/12/2018 11:11:26 PM") == date(2018, 4, 12)
    assert read(cells.date(pl.col("cell"), american), cell="30/06/2019") == date(2019, 6, 30)


def test_flags_stand_beside_a_date():
    frame = pl.DataFrame({"cell": ["立行立改", "2019年6月底前，长期坚持", "2019-06-30", None]})
    assert frame.select(cells.says_immediate(pl.col("cell"))).to_series().to_list() == [True, False, False, False]
    assert frame.select(cells.says_long_term(pl.col("cell"))).to_series().to_list() == [False, True, False, False]
