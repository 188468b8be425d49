"""The theme keeps its promises: contrast, grey, wrapping, round axes."""

import itertools

import pytest

from charts.theme import PALETTES, apart, contrast, luminance, plain, span, wrapped


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_every_colour_that_writes_words_is_readable(palette):
    for colour in (palette.ink, palette.quiet, palette.blue, palette.red, *palette.lines):
        assert contrast(colour, palette.paper) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_no_two_lines_have_one_colour(palette):
    assert all(one != other for one, other in itertools.combinations(palette.lines, 2))
    assert abs(luminance(palette.faint) - luminance(palette.blue)) > 0.08  # bars stay apart on a grey copy


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("市公安局", ["市公安局"]),
        ("市人力资源和社会保障局", ["市人力资源和", "社会保障局"]),
        ("Department of Health and Social Care, Core", ["Department of", "Health and Social", "Care, Core"]),
        ("", [""]),
    ],
)
def test_long_names_wrap_evenly(text, lines):
    assert wrapped(text, 20) == "<br>".join(lines)


def test_a_word_without_a_blank_is_cut():
    assert max(map(len, wrapped("A" * 40, 20).split("<br>"))) <= 20


def test_an_axis_holds_its_values_and_stops_at_the_ceiling():
    low, high = span([0.93, 0.961, None], ceiling=1.0)
    assert low < 0.93 and 0.961 < high <= 1.0
    assert span([1.0, 0.99], 0, 1.0)[1] == 1.0
    assert span([]) and span([5.0])


def test_names_move_apart_and_keep_their_order():
    moved = apart([10, 11, 40], 16)
    assert moved[1] - moved[0] >= 15.9 and moved[2] - moved[1] >= 15.9


def test_data_can_not_become_markup():
    assert plain("<b>A&B</b>") == "&lt;b&gt;A&amp;B&lt;/b&gt;"
