"""What the cells of a survey site's export mean: numbers, options, several choices, and words with a person in them."""

import pytest

import etl
from etl.intake.file_intake import Refused, read_file
from etl.intake.layout_proposal import propose_layout
from etl.reading.layout_file import Layout
from tests.etl.answered_forms import CODES, HEADERS, SCALE, WORDS, form, held_texts
from tests.etl.workbooks import sent, units


@pytest.fixture
def layout(text_file) -> Layout:
    return Layout.from_file(text_file("量表.toml", SCALE))


TOTAL = [*HEADERS, "总分"]


@pytest.mark.parametrize(
    ("headers", "answers"),
    [
        (TOTAL, [(4, 3, 7), (3, 3, 6)]),  # scores: they add up to the total
        (HEADERS, [(5, 4), (4, 3)]),  # 5 is no level of the scale
        (HEADERS, [(0, 10), (1, 2)]),
        (HEADERS, [(100, 80)]),
    ],
)
def test_scores_are_never_read_as_the_numbers_of_options(headers, answers, workbook, text_file, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [headers, *(form(at, 1, *of) for at, of in enumerate(answers, 1))]})
    with pytest.raises(Refused) as refused:
        read_file(path, Layout.from_file(text_file("版式.toml", CODES)), directory)
    assert "还缺答案数字的意思" in refused.value.zh
    shown = refused.value.zh.split("：\n", 1)[1] + '\n[values.group]\n1 = "群众"\n'
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", shown)), directory)
    best = max(max(of[:2]) for of in answers)
    read = intake.accepted["answer"].to_list()
    assert read[[one for of in answers for one in of[:2]].index(best)] == "very_satisfied"
    proposal = propose_layout(path, directory)
    codes = sorted({one for of in answers for one in of[:2]}, reverse=True)
    asked = [] if best == 5 else [str(code) for code in codes]  # 1 to 5 are the levels of another scale
    assert (proposal.constants, list(proposal.values.get("answer", {}))) == ({"scale_id": ""}, asked)


def test_numbers_of_options_are_read_in_the_order_of_the_scale_and_told(workbook, text_file, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [TOTAL, form(1, 1, 1, 2, 7), form(2, 1, 2, 2, 6)]})
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", CODES)), directory)
    assert intake.accepted["answer"].to_list() == ["very_satisfied", "satisfied", "satisfied", "satisfied"]
    assert "已按量表的顺序读作：1=非常满意、2=满意、3=基本满意、4=不满意。数字是分数" in intake.notices[0]["zh"]


def test_options_with_their_numbers_and_scores(workbook, layout, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [HEADERS, form(1, "6.群众", "1、非常满意", "不满意（1分）")]})
    (intake,) = read_file(path, layout, directory)
    assert intake.accepted["answer"].to_list() == ["very_satisfied", "dissatisfied"]


def test_a_question_that_names_two_units_rates_neither(workbook, layout, directory):
    headers = [*HEADERS, "3、您对市教育局和市生态环境局的总体评价"]
    (intake,) = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, form(1, *WORDS, "满意")]}), layout, directory)
    assert intake.accepted["unit_id"].to_list() == ["A1", "D1"]
    assert "这些题目没有读入：“3、您对市教育局和市生态环境局的总体评价”" in intake.notices[0]["zh"]


@pytest.mark.parametrize("between", "┋;,、")
def test_options_chosen_in_one_cell_are_opinions_each(between, workbook, layout, directory):
    headers = [*HEADERS, "3、市教育局存在的问题（多选）"]
    cells = ["A.服务态度", "B.办事效率", "其他〖停车难〗"]
    forms = [
        form(1, *WORDS, between.join(cells)),
        form(2, *WORDS, "排队久，服务态度, 也差"),
        form(3, *WORDS, "办事效率"),
    ]
    _, opinions = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, *forms]}), layout, directory)
    assert opinions.accepted.select("theme", "text").rows() == [
        ("attitude", None),
        ("efficiency", None),
        ("unknown", "其他〖停车难〗"),
        ("unknown", "排队久，服务态度, 也差"),
        ("efficiency", None),
    ]
    assert opinions.accepted["opinion_id"].n_unique() == 5


def test_numbers_and_names_in_the_words_of_a_form_are_not_kept(fresh_home, tmp_path, text_file):
    """Nor is an identity card taken for the question who one is."""
    headers = [*HEADERS[:6], "姓名", "身份证号", "1、您的身份", "2、总体评价:—市教育局", "3、意见建议:市教育局"]
    who = ["欧阳某某", "320601199001011234"]
    words = "我是欧阳某某，电话139 1234 5678或0513-85123456，"
    words += "邮箱ab.c@d.cn，证号320601199001011234，微信号：wx_12345，地址10.9.8.7，停车难"
    forms = [[*form(1)[:6], *who, "群众", "满意", words], [*form(2)[:6], *who, "其他〖13912345678〗", "满意", words]]
    etl.load(units(tmp_path))
    report = etl.load([sent(tmp_path, "答卷.csv", [headers, *forms])], layout=text_file("量表.toml", SCALE))
    assert [(of.accepted, of.rejected) for of in report.files] == [(1, 1), (1, 1)]
    held = held_texts(fresh_home)
    assert "我是***，电话***或***，邮箱***，证号***，***，地址***，停车难" in held
    secrets = (who[0], who[1], "139 1234", "13912345678", "85123456", "ab.c@d.cn", "wx_12345", "10.9.8.7")
    assert [secret for secret in secrets if secret in held] == []


def test_the_page_offers_the_answers_of_all_scales(units_home):
    answers = etl.codes("survey_response", "answer", "zh")
    assert (answers["very_satisfied"], answers["neutral"]) == ("非常满意", "一般")
