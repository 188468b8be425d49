"""What a document says: heads and feet, headings, sentences that judge only through the gates, what it leaves out."""

import datetime
from dataclasses import replace

import polars as pl
import pytest

import briefing
from briefing.__main__ import main
from briefing.document import Heading, Letter, Text
from briefing.document.document import numeral
from briefing.document.sentences import sentences
from tests.briefing.read_document import Opened, W, opened, sections
from tests.briefing.read_slides import LANGUAGES
from tests.exhibits.demonstration import exhibit_of


def trend(**columns: float | None):
    """The trend of satisfaction with other values in its last year."""
    made = exhibit_of("satisfaction_trend")
    last = made.frame["year"].max()
    changed = [
        pl.when(pl.col("year") == last).then(pl.lit(value, made.frame.schema[name])).otherwise(name).alias(name)
        for name, value in columns.items()
    ]
    return replace(made, frame=made.frame.with_columns(changed))


@pytest.mark.parametrize(
    ("change", "lower", "upper", "zh", "en"),
    [
        (0.0066, 0.0011, 0.0122, "同比上升0.66个百分点（95%区间+0.11至+1.22个百分点）。", "Up 0.66 pp on last year"),
        (-0.02, -0.03, -0.01, "同比下降2.00个百分点（95%区间−3.00至−1.00个百分点）。", "Down 2.00 pp on last year"),
        (
            0.0066,
            -0.001,
            0.0122,
            "同比持平（两年之差+0.66个百分点，95%区间−0.10至+1.22个百分点，在抽样误差范围内）。",
            "Level with",
        ),
    ],
)
def test_a_change_is_called_one_only_outside_its_interval(demo_home, change, lower, upper, zh, en):
    made = trend(change=change, change_lower=lower, change_upper=upper)
    assert sentences(made, "zh")[1] == zh
    assert sentences(made, "en")[1].startswith(en)


def test_without_a_comparable_year_nothing_is_said_of_a_change(demo_home):
    assert len(sentences(trend(change=None, change_lower=None, change_upper=None), "zh")) == 1


def test_a_suppressed_last_year_is_not_said(demo_home):
    made = trend(rate=None, lower=None, upper=None)
    assert sentences(made, "zh") == [f"总体满意率（2017–2025）：{made.finding}。"]


def test_the_ledger_is_said_as_bulletins_say_it(demo_home):
    made = exhibit_of("rectification_on_time")
    row = made.frame.row(0, named=True)
    said = sentences(made, "zh")[0]
    assert said.startswith(f"截至2025年12月31日，应销号{row['due']}项，按期销号{row['on_time']}项，按期销号率")
    assert f"按期销号率{row['on_time'] / row['due']:.2%}（95%区间" in said


def test_a_group_that_is_hidden_is_not_listed(demo_home):
    made = exhibit_of("satisfaction_by_group")
    hidden = made.frame.with_columns(
        rate=pl.when(pl.col("group") == "leaders").then(None).otherwise("rate").alias("rate")
    )
    assert "领导层面" in sentences(made, "zh")[0]
    assert "领导层面" not in sentences(replace(made, frame=hidden), "zh")[0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_exhibit_has_its_heading_text_note_and_source(demo_home, lang):
    made = [exhibit_of(name, lang=lang) for name in briefing.SUPPORTED]
    document = opened(*made, lang=lang)
    for one in made:
        heading, text, *_, scope, source = sections(document, one)
        assert heading.endswith(one.finding) and len(text) > 5
        assert scope.endswith(one.subtitle) and source == one.footer


@pytest.mark.parametrize(
    "name", ["satisfaction_trend", "satisfaction_by_group", "rectification_summary", "index_trend"]
)
def test_an_empty_build_gets_a_sentence_in_place_of_a_chart(empty_home, name):
    document = opened(exhibit_of(name))
    assert not document.charts and not document.tables
    assert "所选范围内没有可列出的数据。" in document.texts


def test_headings_are_numbered_level_by_level(demo_home):
    made = exhibit_of("rectification_summary")
    blocks = [Heading("总体"), made, Heading("细看", 2), made, Heading("其他"), Text("一段\n\n两段")]
    document = opened(*blocks)
    marks = [one.text[:3] for one in document.document.paragraphs if one.style.name.startswith("Heading")]
    styles = [one.style.name for one in document.document.paragraphs if one.style.name.startswith("Heading")]
    assert [mark[:2] if mark[1] in "、." else mark for mark in marks] == ["一、", "（一）", "（二）", "1.", "二、"]
    assert styles == ["Heading 1", "Heading 2", "Heading 2", "Heading 3", "Heading 1"]
    assert document.texts[document.texts.index("一段") + 1] == "两段"


def test_numerals_of_headings():
    assert [numeral(n, "zh") for n in (1, 9, 10, 11, 20, 21, 99)] == [
        "一",
        "九",
        "十",
        "十一",
        "二十",
        "二十一",
        "九十九",
    ]
    assert (numeral(100, "zh"), numeral(7, "en")) == ("100", "7")


def test_a_notice_has_its_addressees_above_and_its_signature_below():
    letter = Letter(
        title="关于整改的通报", to="各单位", office="机关工委", day=datetime.date(2026, 1, 5), note="仅供参考"
    )
    texts = opened(Text("正文"), letter=letter).texts
    assert texts == ["关于整改的通报", "各单位：", "正文", "机关工委", "2026年1月5日", "（仅供参考）"]
    assert "工委文件" in opened(letter=replace(letter, red_head="工委文件")).texts


def test_a_brief_has_its_head_and_its_foot():
    letter = Letter(title="整改", office="工委", day=datetime.date(2026, 1, 5), issue=12, copies=60, preface="请阅。",
                    report_to="市委", send_to="市人大", issue_to="各单位")  # fmt: skip
    texts = opened(Text("正文"), kind="brief", letter=letter).texts
    head = ["内部资料，注意保存", "融合党建简报", "第12期", "工委\t2026年1月5日", "按语：请阅。", "整改"]
    assert texts == [*head, "正文", "报：市委", "送：市人大", "发：各单位", "\t（共印60份）"]


def test_demonstration_data_are_called_so_at_the_end(demo_home):
    assert opened(exhibit_of("satisfaction_trend")).texts[-1] == "（本文数据为示例数据，不是真实结果。）"
    assert "示例" not in opened(Text("正文")).texts[-1]


def test_a_table_repeats_its_head_and_keeps_its_rows_whole(demo_home):
    (table,) = opened(exhibit_of("duty_matrix")).document.tables
    rows = list(table._tbl.iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    assert sum(int(column.get(f"{W}w")) for column in table._tbl.iter(f"{W}gridCol")) <= 8844  # 156 mm


def test_long_rows_are_split_and_every_unit_stands_beside_its_dot(demo_home):
    made = exhibit_of("satisfaction_by_unit")
    charts = opened(made).charts
    words = [word for chart in charts for word in chart.shapes]
    assert len(charts) == 3 and set(made.frame["unit"]) <= set(words)


def test_the_command_writes_both_kinds_in_both_languages(demo_home, tmp_path, capsys):
    for kind, lang, first in (("通报", "zh", "标题"), ("brief", "en", "Internal, keep safe")):
        file = tmp_path / f"{lang}.docx"
        chosen = ["--kind", kind, "--lang", lang, "--title", "标题", "--issue", "3", "--date", "2026-02-01"]
        assert main(["satisfaction_trend", "headline", "-o", str(file), *chosen]) == 0
        assert str(file) in capsys.readouterr().out
        document = Opened(file.read_bytes())
        assert document.texts[0] == first and len(document.charts) == 1 and len(document.tables) == 1
