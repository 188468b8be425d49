"""核稿 of sentences that people write themselves: true ones pass, false ones are found, judging words need figures."""

import pytest
from pptx.util import Inches

import queries
from briefing.checking import UNKNOWN, WORD, WRONG, check
from tests.briefing.edited_briefing import export, opened, saved

CARDS = ("headline", "satisfaction_trend", "satisfaction_by_group", "unit_ranking", "index_trend")


@pytest.fixture
def figures(demo_copy) -> dict[str, float]:
    """Figures as the questions give them, asked for by the test itself."""
    years = {row["year"]: row for row in queries.ask("satisfaction_trend").iter_rows(named=True)}
    groups = queries.ask("satisfaction_by_group", year_from=2025, year_to=2025).iter_rows(named=True)
    found = {f"rate{year}": row["rate"] * 100 for year, row in years.items()}
    found |= {row["group"]: row["rate"] * 100 for row in groups}
    return found | {"change": (years[2025]["rate"] - years[2024]["rate"]) * 100, "n": years[2025]["valid_n"]}


def checked(*sentences: str):
    deck = opened(export(CARDS, "pptx"), "pptx")
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    for at, sentence in enumerate(sentences):
        box = slide.shapes.add_textbox(0, Inches(at * 0.3), Inches(9), Inches(0.3))
        box.text_frame.text = sentence
    return check(saved(deck), "zh")


def test_true_sentences_pass(figures):
    rate, before, change = figures["rate2025"], figures["rate2024"], figures["change"]
    apart = round(figures["leaders"], 1) - round(figures["residents"], 1)
    found = checked(
        f"2025年全市总体满意率为{rate:.2f}%，比上年提高{change:.2f}个百分点，高于94%线。",
        f"2024年总体满意率{before:.1f}%，2025年升至{rate:.1f}%。",
        f"领导层面满意率{figures['leaders']:.1f}%，市民代表{figures['residents']:.1f}%，相差{apart:.1f}个百分点。",
        f"有效回答{figures['n']}份。",
        "近三年来召开座谈会12次，走访企业350家，不断提升服务水平。",
        "三张清单、六大工程有序推进，一是抓部署，二是抓落实。",
    )
    assert not found.of(WRONG) and not found.of(WORD)


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("2025年全市总体满意率为{wrong:.2f}%。", "{wrong:.2f}"),
        ("2025年总体满意率比上年提高{far:.2f}个百分点。", "{far:.2f}"),
        ("2024年总体满意率{wrong:.1f}%，2025年升至{rate:.1f}%。", "{wrong:.1f}"),
        ("领导层面满意率{wrong:.1f}%。", "{wrong:.1f}"),
        ("市民代表2025年满意率有变化，为{wrong:.1f}%。", "{wrong:.1f}"),
    ],
)
def test_false_sentences_are_found(figures, sentence, says):
    facts = {"wrong": figures["rate2025"] - 3, "far": figures["change"] + 0.37, "rate": figures["rate2025"]}
    (one,) = checked(sentence.format(**facts)).of(WRONG)
    assert one.says == says.format(**facts) and one.should


def test_numbers_without_a_card_are_listed_apart(figures):
    found = checked("全年投入经费173.25万元，培训4321人次。")
    assert not found.of(WRONG)
    assert {each.says for each in found.of(UNKNOWN)} == {"173.25万", "4321"}


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("总体满意率逐年提升。", "逐年提升"),
        ("市数据局满意率最高。", "最高"),
        ("按期销号率达标。", "达标"),
        ("领导层面满意率居首。", "居首"),
    ],
)
def test_a_judging_word_that_the_figures_do_not_bear_is_found(figures, sentence, word):
    (one,) = checked(sentence).of(WORD)
    assert one.says == word and one.why


@pytest.mark.parametrize(
    "sentence", ["2025年总体满意率达标。", "总体满意率较上年提升。", "报最高人民法院备案，率先完成整改。"]
)
def test_a_judging_word_that_they_bear_or_that_judges_nothing_passes(figures, sentence):
    assert not checked(sentence).of(WORD)
