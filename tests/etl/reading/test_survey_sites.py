"""Exports of survey sites: answered forms by unit and item, without a byte of what tells who answered."""

import pytest

import etl
from etl.intake import large_file
from etl.intake.file_intake import Refused, read_file
from etl.reading.layout_file import Layout
from etl.reading.site_findings import _seconds
from tests.etl.answered_forms import CODES, HEADERS, SCALE, WORDS, form, held_texts
from tests.etl.workbooks import asked, sent, units

# The site → its headers and the cells of one form, with answers in words.
EXPORTS = {
    "问卷星": (
        HEADERS,
        ["1", "2024/3/1 9:00:12", "63秒", "微信", "N/A", "10.0.0.1(江苏-南通)", *WORDS],
    ),
    "腾讯问卷": (
        ["编号", "开始答题时间", "结束答题时间", "答题时长", "IP"]
        + ["1.您的身份（必填）", "2.评价:市教育局", "2.评价:崇川区"],
        ["1", "2024-03-01 09:00:00", "2024-03-01 09:01:03", "00:01:03", "10.0.0.1", *WORDS],
    ),
    "金山表单": (
        ["填写ID", "提交者（必填）", "提交时间", "您属于哪个群体", "总体评价-教育局", "总体评价-崇川区"],
        ["1", "张三", "2024年3月1日 9:00:12", *WORDS],
    ),
    "LimeSurvey": (
        ["Response ID", "Date submitted", "Last page", "IP address"]
        + ["Q1. 您的身份", "Q2[SQ001]. 评价 [市教育局]", "Q2[SQ002]. 评价 [崇川区]"],
        ["1", "2024-03-01 09:00:12", "3", "10.0.0.1", *WORDS],
    ),
    "LimeSurvey in Chinese": (
        ["答复 ID", "提交日期", "最后一页", "起始语言", "IP 地址", "您的身份", "评价 [市教育局]", "评价 [崇川区]"],
        ["1", "2024-03-01 09:00:12", "3", "zh", "10.0.0.1", *WORDS],
    ),
    "Google": (
        ["时间戳记", "电子邮件地址", "您的身份", "请评价 [市教育局]", "请评价 [崇川区]"],
        ["2024/3/1 上午9:00:12", "a@b.cn", *WORDS],
    ),
    "小程序": (
        ["openid", "nickName", "createTime", "身份", "市教育局", "崇川区"],
        ["oX", "昵称", "2024-03-01T09:00:12.000Z", *WORDS],
    ),
    "Kobo": (
        ["start", "end", "_id", "_uuid", "_submitted_by", "身份", "评价/市教育局", "评价/崇川区"],
        ["2024-03-01T09:00:00.000+08:00", "2024-03-01T09:01:00.000+08:00", "1", "10.0.0.1", "张三", *WORDS],
    ),
}  # fmt: skip


@pytest.fixture
def layout(text_file) -> Layout:
    return Layout.from_file(text_file("量表.toml", SCALE))


@pytest.mark.parametrize("site", EXPORTS)
def test_the_answers_of_every_site_are_read(site, workbook, layout, directory):
    headers, form = EXPORTS[site]
    (intake,) = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, form]}), layout, directory)
    answers = intake.accepted.select("survey_year", "unit_id", "item", "group", "channel", "scale_id", "answer").rows()
    assert answers == [
        (2024, "A1", "overall", "residents", "online", "cz4", "very_satisfied"),
        (2024, "D1", "overall", "residents", "online", "cz4", "dissatisfied"),
    ]
    assert (intake.faults.height, intake.rejected_rows) == (0, 0)


def test_codes_ask_for_the_group_and_the_scale_with_a_layout_that_is_enough(workbook, text_file, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [HEADERS, form(1, 1, 1, 4)]})
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert refused.value.rule == "survey_site"
    assert "评议层面的文字（答案是代码）、评价量表" in refused.value.zh
    shown = refused.value.zh.split("：\n", 1)[1].replace('"1"', "1").replace('"2"', "2")
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", shown)), directory)
    assert intake.accepted.select("group", "answer").rows() == [
        ("residents", "very_satisfied"),
        ("residents", "dissatisfied"),
    ]


def test_opinions_on_units_by_theme_and_in_words(workbook, layout, directory):
    headers = [*HEADERS, "3、存在的问题—市教育局(服务态度)", "3、存在的问题—市教育局(办事效率)"]
    headers += ["4、意见建议:崇川区"]
    forms = [form(1, *WORDS, 1, 0, "窗口太少"), form(2, *WORDS, "(跳过)", "办事效率", "无")]
    answers, opinions = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, *forms]}), layout, directory)
    assert (answers.dataset, answers.accepted_rows, answers.rejected_rows) == ("survey_response", 2, 0)
    assert opinions.accepted.select(
        "survey_year", "unit_id", "group", "channel", "theme", "polarity", "text"
    ).rows() == [
        (2024, "A1", "residents", "online", "attitude", "problem", None),
        (2024, "D1", "residents", "online", "unknown", "problem", "窗口太少"),
        (2024, "A1", "residents", "online", "efficiency", "problem", None),
    ]
    assert opinions.accepted["opinion_id"].n_unique() == 3
    assert opinions.redacted is not None


def test_a_large_export_is_not_read_in_slices_that_would_copy_it(text_file, layout, directory, monkeypatch):
    monkeypatch.setitem(large_file.LARGE_FILE_SIZE, "csv", 10)
    path = text_file("答卷.csv", ",".join(HEADERS) + "\n" + ",".join(map(str, form(1, *WORDS))) + "\n")
    assert large_file.recognize_large_file(path, layout, directory) is None


@pytest.mark.parametrize("skipped", ["-3(跳过)", "-3", "(跳过)", "(空)", "-2(空)", ""])
def test_skipped_questions_are_blanks(skipped, workbook, text_file, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [HEADERS, form(1, 1, 2, skipped)]})
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", CODES)), directory)
    assert intake.accepted["answer"].to_list() == ["satisfied", "abstained"]


def test_the_letters_of_options_are_no_part_of_the_answer(workbook, layout, directory):
    path = workbook("答卷.xlsx", {"Sheet1": [HEADERS, form(1, "A.群众", "B、满意", "D．不满意")]})
    (intake,) = read_file(path, layout, directory)
    assert intake.accepted.select("group", "answer").rows() == [
        ("residents", "satisfied"),
        ("residents", "dissatisfied"),
    ]


def test_an_item_named_once_holds_for_the_question_and_unread_questions_are_told(workbook, layout, directory):
    headers = [*HEADERS[:6], "1、您的身份", "2、服务态度:—市教育局", "2、崇川区", "3、某某局", "4、意见建议"]
    path = workbook("答卷.xlsx", {"Sheet1": [headers, form(1, *WORDS, "满意", "快一点")]})
    (intake,) = read_file(path, layout, directory)
    assert intake.accepted["item"].to_list() == ["attitude", "attitude"]
    assert "这些题目没有读入：“3、某某局”、“4、意见建议”" in intake.notices[0]["zh"]


def test_no_byte_of_who_answered_reaches_the_warehouse(fresh_home, tmp_path, text_file):
    headers = [*HEADERS[:6], "姓名", "1、您的身份", "2、总体评价:—市教育局", "2、市市场监督管理局"]
    private = [*form(1, ip="203.0.113.77")[:6], "欧阳某某", "群众", "满意"]
    path = sent(tmp_path, "答卷.csv", [headers, [*private, "满意"], [2, *private[1:], "也许"]])
    etl.load(units(tmp_path))
    report = etl.load([path], layout=text_file("量表.toml", SCALE))
    assert (report.files[-1].accepted, report.files[-1].rejected) == (1, 1)
    held = held_texts(fresh_home)
    assert "也许" in held
    assert [secret for secret in ("203.0.113.77", "欧阳某某", "9:01:00", "微信") if secret in held] == []
    assert asked("select sum(valid) from survey_form") == [(2,)]


def test_a_form_without_a_number_is_known_by_a_hash_alone(workbook, layout, directory):
    headers = ["提交者", "提交时间", "您属于哪个群体", "总体评价-教育局"]
    forms = [[name, f"2024年3月1日 9:00:{at:02}", "群众", "满意"] for at, name in enumerate(["张三", "李四四"])]
    (intake,) = read_file(workbook("表.xlsx", {"Sheet1": [headers, *forms]}), layout, directory)
    assert intake.accepted["form_id"].str.contains("^[0-9a-f]{16}$").to_list() == [True, True]
    assert intake.accepted["form_id"].n_unique() == 2


def test_the_same_form_has_the_same_number_again_and_another_export_another(workbook, layout, directory):
    def numbers(name: str, *forms: list) -> list[str]:
        (intake,) = read_file(workbook(name, {"Sheet1": [HEADERS, *forms]}), layout, directory)
        return intake.accepted["form_id"].unique(maintain_order=True).to_list()

    once, longer = numbers("一.xlsx", form(1, *WORDS)), numbers("二.xlsx", form(1, *WORDS), form(2, *WORDS))
    assert longer[:1] == once
    assert numbers("三.xlsx", form(1, *WORDS, second=30)) != once


def test_forms_that_stand_out_are_counted_and_none_is_dropped(workbook, layout, directory):
    items = ("服务态度", "办事效率", "依法办事", "清正廉洁", "政务公开", "总体评价")
    headers = [*HEADERS[:6], "1、您的身份", *(f"{at}、{item}:—市教育局" for at, item in enumerate(items, 2))]
    quick = [form(0, "群众", *["非常满意"] * 6, second=at, took="5秒", ip="10.9.9.9") for at in range(12)]
    calm = [form(at, "群众", *["满意", "不满意"] * 3, took="5分1秒", ip=f"10.0.0.{at}") for at in range(20, 40)]
    path = workbook("答卷.xlsx", {"Sheet1": [headers, *quick, *calm]})
    (intake,) = read_file(path, layout, directory)
    assert (intake.accepted_rows, intake.rejected_rows) == (32, 0)
    said = [notice["zh"] for notice in intake.notices]
    rates = "满意率：全部答卷68.8%，不计这些50.0%。"
    assert said == [
        f"答卷.xlsx › Sheet1：32份答卷中有12份来自同一设备、间隔不到1分钟，未剔除。{rates}",
        f"答卷.xlsx › Sheet1：32份答卷中有12份平均每题不到2秒，未剔除。{rates}",
        f"答卷.xlsx › Sheet1：32份答卷中有12份各题答案全部相同，未剔除。{rates}",
        f"答卷.xlsx › Sheet1：32份答卷中有12份在同一分钟内集中提交（每分钟10份以上），未剔除。{rates}",
    ]


@pytest.mark.parametrize(
    ("text", "seconds"), [("63秒", 63), ("1分3秒", 63), ("00:01:03", 63), ("1:03", 63), ("63", 63), ("无", None)]
)
def test_durations(text, seconds):
    assert _seconds(text) == seconds


def test_a_table_that_is_no_survey_is_refused_with_the_layout_of_one(workbook, layout, directory):
    path = workbook("表.xlsx", {"表": [["序号", "单位", "得分"], [1, "市教育局", 1]]})
    with pytest.raises(Refused) as refused:
        read_file(path, layout, directory)
    assert refused.value.rule == "no_survey_site"


def test_a_question_that_rates_a_unit_in_a_sentence(workbook, layout, directory):
    """A longer name that ends like a known one is another office; a question that rates nothing holds no answers."""
    headers = [*HEADERS[:7], "2、您对市教育局的总体满意度（必填）", "3、您对如皋市教育局的满意度", "4、去过崇川区吗"]
    path = workbook("答卷.xlsx", {"Sheet1": [headers, form(1, "群众", "满意", "不满意", "是")]})
    (intake,) = read_file(path, layout, directory)
    assert intake.accepted.select("unit_id", "answer").rows() == [("A1", "satisfied")]
    assert "“3、您对如皋市教育局的满意度”、“4、去过崇川区吗”" in intake.notices[0]["zh"]


def test_headers_with_a_code_before_their_text(workbook, layout, directory):
    """As LimeSurvey writes them on request."""
    headers = ["id. 答复ID", "submitdate. 提交日期", "ipaddr. IP地址", "token. 操作代码"]
    headers += ["G1Q1. 您的身份", "G1Q2[SQ1]. 评价 [市教育局]"]
    row = ["1", "2024-03-01 09:00:12", "10.0.0.1", "x7", "群众", "满意"]
    (intake,) = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, row]}), layout, directory)
    assert intake.accepted.select("survey_year", "unit_id", "answer").rows() == [(2024, "A1", "satisfied")]
    assert intake.notices == []


def test_an_option_that_is_no_known_theme_is_an_opinion_where_it_was_chosen(workbook, layout, directory):
    headers = [*HEADERS, "3、存在的问题—市教育局(停车难)"]
    forms = [form(1, *WORDS, 1), form(2, *WORDS, 0), form(3, *WORDS, "(跳过)")]
    _, opinions = read_file(workbook("答卷.xlsx", {"Sheet1": [headers, *forms]}), layout, directory)
    assert opinions.accepted.select("unit_id", "theme", "text").rows() == [("A1", "unknown", "停车难")]


def test_the_question_for_the_group_is_asked_for_with_a_layout_that_is_enough(workbook, text_file, directory):
    headers = [*HEADERS[:6], "Q1", *HEADERS[7:]]
    path = workbook("答卷.xlsx", {"Sheet1": [headers, form(1, "群众", "非常满意", "不满意")]})
    with pytest.raises(Refused) as refused:
        read_file(path, None, directory)
    assert "评议层面（哪一题问的是身份）" in refused.value.zh
    shown = refused.value.zh.split("：\n", 1)[1]
    (intake,) = read_file(path, Layout.from_file(text_file("版式.toml", shown)), directory)
    assert intake.accepted["group"].unique().to_list() == ["residents"]


PLAIN = """
dataset = "survey_response"
[columns]
form_id = "序号"
group = "1、您的身份"
[constants]
survey_year = 2024
item = "overall"
channel = "online"
scale_id = "cz4"
[unpivot]
headers = ["2、总体评价:—市教育局"]
name_to = "unit_id"
value_to = "answer"
[values.unit_id]
"2、总体评价:—市教育局" = "C"
"""


@pytest.mark.parametrize(
    "header",
    ["来自IP", "3、您的姓名", "手机号（必填）", "openid", "e-mail", "UnionID", "家庭住址", "IP_address", "name"],
)
def test_a_layout_of_ones_own_keeps_nothing_that_tells_who_answered(
    header, fresh_home, tmp_path, text_file, directory, monkeypatch
):
    etl.load(units(tmp_path))
    rows = [["序号", "1、您的身份", "2、总体评价:—市教育局", header], [1, "群众", "满意", "SECRET"]]
    path = sent(tmp_path, "答卷.csv", [*rows, [2, "不认识的群体", "满意", "SECRET"]])
    toml = text_file("版式.toml", PLAIN)
    (report,) = etl.load([path], layout=toml).files
    assert (report.accepted, report.rejected) == (1, 1)
    held = held_texts(fresh_home)
    assert "不认识的群体" in held
    assert "SECRET" not in held
    monkeypatch.setitem(large_file.LARGE_FILE_SIZE, "csv", 10)
    assert large_file.recognize_large_file(path, Layout.from_file(toml), directory) is None
