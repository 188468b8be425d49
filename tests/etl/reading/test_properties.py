"""What holds for every number, date, percentage and name, whatever they look like."""

import string
from collections.abc import Callable
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.reading import cells
from etl.reading.entity_matching import Directory
from tests.etl.conftest import UNITS

FULL_WIDTH = str.maketrans(
    {character: chr(ord(character) + 0xFEE0) for character in string.digits + string.ascii_letters + ".,%+-/:()"}
)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
# Texts as cells have them: what offices type, and anything at all.
OFFICE_CHARACTERS = "0123456789０１２９.,，。%％-—/／年月日号至底前份人件条分第轮一二三无空 　\t\nTZ:+eE()（）①"
CELLS = st.lists(st.one_of(st.text(OFFICE_CHARACTERS, max_size=16), st.text(max_size=12)), min_size=1, max_size=40)


def read(expression: Callable[[pl.Expr], pl.Expr], *texts: str) -> list:
    return (
        pl.DataFrame({"cell": list(texts)}, schema={"cell": pl.String})
        .select(expression(pl.col("cell")).alias("read"))["read"]
        .to_list()
    )


def padded(draw: st.DrawFn, text: str) -> str:
    """The same cell as a tired hand types it: full width, spaces around."""
    if draw(st.booleans()):
        text = text.translate(FULL_WIDTH)
    return draw(st.sampled_from(["", " ", "　", "\u00a0"])) + text + draw(st.sampled_from(["", " ", "　", "\n"]))


@st.composite
def written_numbers(draw: st.DrawFn) -> tuple[str, float]:
    units, decimals = draw(st.integers(-(10**9), 10**9)), draw(st.integers(0, 4))
    value = units / 10**decimals
    form = draw(st.sampled_from(["{:.{}f}", "{:,.{}f}"])).format(value, decimals)
    counter = draw(st.sampled_from(["", "份", "人", "件", "条", "分", "票"]))
    return padded(draw, form + counter), value


@st.composite
def written_dates(draw: st.DrawFn) -> tuple[str, date]:
    day = draw(DAYS)
    forms = [
        *(day.isoformat(), f"{day.year}/{day.month}/{day.day}", f"{day.year}.{day.month}.{day.day}"),
        *(f"{day.year}年{day.month}月{day.day}日", f"{day.year}年{day:%m}月{day:%d}日前", f"{day:%Y%m%d}"),
        *(
            f"截至{day.year}年{day.month}月{day.day}日",
            f"{day.isoformat()} 00:00:00",
            f"{day.year}-{day.month}-{day.day}",
        ),
        str((day - date(1899, 12, 30)).days),
    ]
    return padded(draw, draw(st.sampled_from(forms))), day


@given(st.lists(written_numbers(), min_size=1, max_size=20))
def test_a_number_is_the_same_however_it_is_typed(numbers):
    texts, values = zip(*numbers, strict=True)
    assert read(cells.number, *texts) == pytest.approx(list(values), abs=1e-9)


@given(st.integers(0, 10**6))
def test_a_percentage_a_share_and_a_score_agree(millionths):
    percent = millionths / 10_000
    (from_sign,) = read(cells.number, f"{percent:.4f}%")
    (from_score,) = read(cells.number, f"{percent:.4f}")
    (from_share,) = read(lambda cell: cells.number(cell, 100), f"{millionths / 1_000_000:.6f}")
    assert from_sign == pytest.approx(percent) == from_score == from_share


@given(st.integers(0, 10**9))
def test_a_whole_number_is_whole(number):
    assert read(cells.whole_number, str(number), f"{number:,}", f"{number}.0", f"第{number}轮") == [number] * 4
    assert read(cells.whole_number, f"{number}.5", f"{number}%") == [None, None]


@given(st.lists(written_dates(), min_size=1, max_size=20))
def test_a_date_is_the_same_however_it_is_typed(dates):
    texts, days = zip(*dates, strict=True)
    assert read(cells.date, *texts) == list(days)


@given(DAYS)
def test_a_month_stands_for_its_first_or_last_day_or_for_none(day):
    month = f"{day.year}年{day.month}月底前"
    first, after = day.replace(day=1), (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    assert read(lambda cell: cells.date(cell, month="first"), month) == [first]
    assert read(lambda cell: cells.date(cell, month="last"), month) == [after - timedelta(days=1)]
    assert read(cells.date, month) == [None]


@given(found=DAYS, due=DAYS)
def test_a_deadline_without_a_year_is_the_next_such_day(found, due):
    (read_as,) = read(lambda cell: cells.date(cell, since=pl.lit(found)), f"{due.month}月{due.day}日前")
    if (due.month, due.day) == (2, 29):  # not every year has that day
        assert read_as is None or (read_as.month, read_as.day) == (2, 29)
    else:
        assert (read_as.month, read_as.day) == (due.month, due.day)
        assert found <= read_as < found + timedelta(days=366)


@given(CELLS)
def test_no_cell_is_too_strange_to_be_looked_at(texts):
    """Every reader answers every text with a value of its kind or with nothing; an empty cell is never a value."""
    readers: list[tuple[Callable[[pl.Expr], pl.Expr], type]] = [
        (cells.number, float),
        (cells.whole_number, int),
        (cells.year, int),
        (lambda cell: cells.date(cell, month="last", since=pl.lit(date(2019, 3, 1))), date),
        (cells.without_dateless_words, str),
        (cells.comparison_form, str),
    ]
    for reader, kind in readers:
        found = read(reader, *texts)
        assert all(value is None or isinstance(value, kind) for value in found)
    for value, text in zip(read(cells.number, *texts), texts, strict=True):
        assert value is None or any(character.isdecimal() for character in text)


@given(st.text(OFFICE_CHARACTERS, max_size=12))
def test_tidying_twice_is_tidying_once(text):
    (once,) = read(cells.normalize_cell, text)
    assert once is None or read(cells.normalize_cell, once) == [once]


# --- names ----------------------------------------------------------------------------------------------------------

NAMES = {name: unit_id for unit_id, name, *_ in UNITS}
ALL_NAMES = set(NAMES) | {alias for *_, aliases, _, _ in UNITS for alias in (aliases or "").split("、") if alias}


@st.composite
def spaced_names(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(sorted(NAMES)))
    gaps = draw(st.lists(st.sampled_from(["", "", " ", "　", "\u200b"]), min_size=len(name), max_size=len(name)))
    return "".join(character + gap for character, gap in zip(name, gaps, strict=True)), NAMES[name]


def matched(directory: Directory, *texts: str) -> dict[str, tuple[str | None, str | None, str | None]]:
    asked = pl.DataFrame({"text": list(texts)}).unique(maintain_order=True).with_columns(on=pl.lit(date(2020, 1, 1)))
    found = directory.match("unit", asked)
    return {
        text: (code, rule, hint) for text, code, rule, hint in found.select("text", "code", "rule", "hint_zh").rows()
    }


@given(spaced_names())
def test_spaces_inside_a_name_change_nothing(directory, name_and_id):
    name, unit_id = name_and_id
    assert matched(directory, name) == {name: (unit_id, None, None)}


@given(st.sampled_from(sorted(NAMES)), st.integers(0, 9), st.sampled_from("甲乙丙丁局市县"))
def test_a_slip_in_a_name_is_told_and_never_taken(directory, name, at, other):
    slipped = name[: at % len(name)] + other + name[at % len(name) + 1 :]
    if slipped in ALL_NAMES:
        return
    ((code, rule, hint),) = matched(directory, slipped).values()
    assert (code, rule) == (None, "unknown_unit")
    assert hint == "" or any(f"“{known}”" in hint for known in ALL_NAMES)


@settings(max_examples=50)
@given(st.lists(st.text(min_size=1, max_size=20).filter(str.strip), min_size=1, max_size=10))
def test_any_word_is_a_known_unit_or_a_fault(directory, texts):
    for code, rule, _ in matched(directory, *texts).values():
        assert (code is None) == (rule is not None)
        assert code is None or code in {unit_id for unit_id, *_ in UNITS}
