"""Trace codes: equal where the card is equal, and a slip in a code never gives another code."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edited.trace import codes_in
from exhibits import Selection
from exhibits.trace_code import LENGTH, SYMBOLS, code_of, is_valid, near, pieces, tidy, unbroken
from tests.exhibits.demonstration import exhibit_of

codes = st.builds(
    code_of,
    st.sampled_from(["satisfaction_trend", "headline"]),
    st.builds(Selection, year_from=st.integers(2000, 2100), units=st.lists(st.text()).map(tuple), search=st.text()),
    st.text(min_size=1),
)
places = st.integers(0, LENGTH - 1)


def symbols(code: str) -> str:
    return code.replace("-", "")


@given(codes)
def test_a_code_is_two_groups_of_five_symbols_that_nobody_confuses(code):
    assert len(code) == LENGTH + 1 and code[5] == "-"
    assert set(symbols(code)) <= set(SYMBOLS)
    assert not set("01OIlL") & set(SYMBOLS)
    assert is_valid(code)


@given(codes, places, st.sampled_from(SYMBOLS))
def test_a_wrong_symbol_is_detected_and_the_right_code_is_near(code, at, other):
    slipped = symbols(code)[:at] + other + symbols(code)[at + 1 :]
    if slipped != symbols(code):
        assert not is_valid(slipped)
        assert code in near(slipped)


@given(codes, places, places)
def test_two_swapped_symbols_are_detected(code, one, other):
    swapped = list(symbols(code))
    swapped[one], swapped[other] = swapped[other], swapped[one]
    if swapped != list(symbols(code)):
        assert not is_valid("".join(swapped))
        if abs(one - other) == 1:
            assert code in near("".join(swapped))


@given(codes, places, st.sampled_from(SYMBOLS))
def test_a_missing_or_additional_symbol_is_detected_and_the_right_code_is_near(code, at, more):
    for slipped in (symbols(code)[:at] + symbols(code)[at + 1 :], symbols(code)[:at] + more + symbols(code)[at:]):
        assert not is_valid(slipped)
        assert code in near(slipped)


@given(codes)
def test_a_code_may_be_typed_in_any_form(code):
    wide = "".join(chr(ord(symbol) + 0xFEE0) for symbol in symbols(code))
    for typed in (code.lower(), f" {symbols(code)} ", code.replace("-", " — "), wide):
        assert tidy(typed) == code


@given(codes)
def test_a_code_is_found_in_the_line_or_address_that_was_copied_with_it(code):
    for typed in (f"溯源码{code}。", f"溯源码：{code.lower()}", f"http://192.168.1.10:8501/c/{code}?lang=en"):
        assert tidy(typed) == code


@given(st.text(max_size=30))
def test_no_text_breaks_a_look_up(typed):
    assert all(map(is_valid, near(tidy(typed))))


def test_any_choice_and_the_build_change_the_code_and_looks_do_not():
    chosen = Selection(year_from=2019, units=("A01", "A02"))
    code = code_of("headline", chosen, "124d14c740a9")
    assert code == code_of("headline", replace(chosen, lang="en", theme="dark"), "124d14c740a9")
    others = [
        code_of("headline", chosen, "another"),
        code_of("satisfaction_trend", chosen, "124d14c740a9"),
        code_of("headline", replace(chosen, year_from=2020), "124d14c740a9"),
        code_of("headline", replace(chosen, units=("A02", "A01")), "124d14c740a9"),
    ]
    assert len({code, *others}) == 5


def test_a_day_counts_alike_as_a_date_and_as_text():
    codes = {code_of("headline", Selection(as_of=day), "b") for day in ("2025-06-30", datetime.date(2025, 6, 30))}
    assert len(codes) == 1


def test_twenty_thousand_cards_have_different_codes():
    assert len({code_of("headline", Selection(search=str(at)), "b") for at in range(20_000)}) == 20_000


@pytest.mark.parametrize("name", ["headline", "satisfaction_trend", "rectification_items"])
def test_the_footer_holds_the_code_in_both_languages(name, demo_home):
    zh, en = (exhibit_of(name, lang=lang) for lang in ("zh", "en"))
    assert zh.code == en.code and is_valid(zh.code)
    assert f"溯源码{zh.code}" in zh.footer
    assert f"trace code {en.code}" in en.footer


@given(codes, st.text(), st.text())
def test_a_text_is_cut_at_its_codes_and_nothing_is_lost(code, before, after):
    text = f"{before} {code}，{after}"
    cut = pieces(text)
    assert "".join(cut) == text and code in cut[1::2]
    assert all(is_valid(each) for each in cut[1::2])
    assert pieces(before)[1::2] == [] or "-" in before


@given(codes, st.sampled_from(["", "来源：问卷 · 溯源码", "trace code "]))
def test_an_unbroken_code_has_no_hyphen_to_break_at_and_is_read_as_typed(code, before):
    whole = unbroken(f"{before}{code}；2019-2025")
    assert "-" not in whole[: len(before) + len(code)] and whole.endswith("2019-2025")
    assert tidy(whole[len(before) : len(before) + len(code)]) == code


@given(codes, st.sampled_from(["\u2060-\u2060", "\u2011", "\ufeff-\ufeff", "\u200b-", "\u2060\u2011\u2060"]))
def test_a_copied_code_is_read_with_its_joiners(code, hyphen):
    assert tidy(code.replace("-", hyphen)) == code
    assert codes_in(f"见{code.replace('-', hyphen)}。") == (code,)
