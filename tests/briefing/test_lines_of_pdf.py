"""Lines of a PDF become paragraphs: numbers broken at a line's end, columns, and shapes that fonts share."""

import pytest

from briefing.edited.pdf import _blocks, _Line, _passage
from briefing.edited.pdf_fonts import as_written

UPRIGHT = (1.0, 0.0)


def read(*lines: tuple[str, float, float]) -> list[str]:
    """The paragraphs of lines of 200 points: text, left, base."""
    drawn = [_Line(text, left, base, left + 200, 12, UPRIGHT, left) for text, left, base in lines]
    return [_passage(block, 1).text for block in _blocks(drawn)]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("满意率为94.", "32%，达标"), "满意率为94.32%，达标"),
        (("满意率为9", "4.32%，达标"), "满意率为94.32%，达标"),
        (("a rate of 94.", "32% in all"), "a rate of 94.32% in all"),
        (("closed in 2025", "108 items"), "closed in 2025 108 items"),
    ],
)
def test_a_number_that_a_line_breaks_is_one(lines, text):
    assert read(*((each, 50, 700 - 16 * at) for at, each in enumerate(lines))) == [text]


def test_a_paragraph_goes_on_in_the_next_column_and_a_whole_one_does_not():
    assert read(("同比下降11.71个百", 50, 60), ("分点，低于目标", 300, 700)) == ["同比下降11.71个百分点，低于目标"]
    assert len(read(("同比下降11.71个百分点。", 50, 60), ("满意率达标", 300, 700))) == 2


def test_radicals_and_ligatures_are_read_as_they_were_written():
    assert (
        as_written("截⾄12⽉31⽇，意⻅45条，⽬标；of\ufb01ce 95‒96%") == "截至12月31日，意见45条，目标；office 95–96%"
    )
