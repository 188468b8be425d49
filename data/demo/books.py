"""Turns frames of the demonstration into tables with the headers, titles, footers and faults of real offices."""

from typing import Any

import numpy as np
import polars as pl

from data.demo import indices, mess, rectification, survey, units
from data.demo.rectification import Episode
from data.demo.units import HERE
from data.demo.workbooks import Row, Table

# The header words changed in 2022, when another office took over the form.
FORM_HEADERS = ["答卷编号", "年度", "被评单位", "评议层面", "渠道", "县市区"]
FORM_HEADERS_FROM_2022 = ["答卷号", "调查年度", "评价对象", "评价主体", "填答渠道", "所属地区"]
BLANKS = [None, survey.BLANK, "未填"]  # the ways in which a blank answer is written
CONDUCT_HEADERS = {
    "review": "社会评议得分率",
    "checks": "日常检查得分率",
    "hotline": "热线办理得分率",
    "score": "作风指数",
}


def _group_words() -> dict[str, str]:
    return {code: word for code, (word, _, _) in survey.GROUPS.items()}


def _channel_words() -> dict[str, str]:
    return {code: word for code, (word, _) in survey.CHANNELS.items()}


def unit_table() -> Table:
    """The directory, former units included."""
    frame = units.directory()
    columns: dict[str, list[Any]] = {
        "单位编号": frame["unit_id"].to_list(),
        "单位名称": frame["unit"].to_list(),
        "单位类别": [units.CLASS_WORDS[code] for code in frame["unit_class"]],
        "单位性质": [units.KIND_WORDS[code] for code in frame["unit_kind"]],
        "简称": frame["aliases"].to_list(),
        "启用日期": frame["valid_from"].to_list(),
        "停用日期": frame["valid_to"].to_list(),
    }
    return Table("南通市市级机关单位名录（示例数据）", columns)


def lineage_table() -> Table:
    """The succession of units: mergers and renamings."""
    frame = units.lineage()
    columns: dict[str, list[Any]] = {
        "原单位编号": frame["predecessor_id"].to_list(),
        "现单位编号": frame["successor_id"].to_list(),
        "生效日期": frame["effective_on"].to_list(),
        "变更方式": [units.EVENT_WORDS[code] for code in frame["event"]],
    }
    return Table("机构沿革（示例数据）", columns)


def form_table(forms: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """One row per form. A blank answer is an empty cell or a word for blank. One row in forty has a fault."""
    names = FORM_HEADERS if year < 2022 else FORM_HEADERS_FROM_2022
    forms = forms[rng.permutation(len(forms)).tolist()]
    columns: dict[str, list[Any]] = {
        names[0]: [f"{year}-{serial:06d}" for serial in range(1, len(forms) + 1)],
        names[1]: [year] * len(forms),
        names[2]: forms["unit"].to_list(),
        names[3]: forms["group"].replace_strict(_group_words()).to_list(),
        names[4]: forms["channel"].replace_strict(_channel_words()).to_list(),
        names[5]: forms["division"].to_list(),
    }
    for item in survey.ITEMS:
        way = rng.choice(len(BLANKS), len(forms), p=[0.6, 0.25, 0.15])
        columns[item] = [
            BLANKS[at] if answer == survey.BLANK else answer for answer, at in zip(forms[item], way, strict=True)
        ]
    unit, group, channel, place = names[2:6]
    harmless = [mess.full_width(names[1]), mess.short_name(unit), mess.short_name(unit), mess.spaced(unit)]
    faults = [
        mess.misspelt(unit),
        mess.two_units(unit),
        mess.replaced(unit, None, "市机关幼儿园"),
        mess.replaced("总体评价", "还可以", "√"),
        mess.replaced("办事效率", "一般般"),
        mess.replaced(channel, "微信群"),
        mess.replaced(group, "路过群众"),
        mess.replaced(place, "南城"),
        mess.replaced(names[1], "去年"),
    ]
    touched = mess.spoil_rows(columns, 0.03, harmless, rng)
    touched |= mess.spoil_rows(columns, 0.025, faults, rng, spare=touched)
    mess.spoil_rows(columns, 0.0008, [mess.repeated(names[0], unit)], rng, spare=touched)
    return Table(f"{year}年度社会评议答卷（示例数据）", columns, footer=[["合计", len(forms)]])


def count_table(cells: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """One row per unit × group × channel × division with forms and answers. 2018 has two header rows."""
    answers = [*survey.ANSWERS["cz4"], survey.DONT_KNOW, survey.BLANK]
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(cells) + 1)),
        "年度": [year] * len(cells),
        "被评单位": cells["unit"].to_list(),
        "评议层面": cells["group"].replace_strict(_group_words()).to_list(),
        "渠道": cells["channel"].replace_strict(_channel_words()).to_list(),
        "县市区": cells["division"].to_list(),
        "发放": cells["issued"].to_list(),
        "回收": cells["returned"].to_list(),
        "有效": cells["valid"].to_list(),
    }
    columns |= {answer: cells[answer].to_list() for answer in answers}
    footer = [
        _count_footer(f"小计（{word}）", cells.filter(pl.col("unit_class") == code), answers)
        for code, word in units.CLASS_WORDS.items()
    ]
    footer.append(_count_footer("合计", cells, answers))
    touched = mess.spoil_rows(
        columns, 0.03, [mess.full_width("发放"), mess.full_width("满意"), mess.short_name("被评单位")], rng
    )
    faults = [
        mess.misspelt("被评单位"),
        mess.two_units("被评单位"),
        mess.replaced("满意", "若干", "-3"),
        mess.replaced("回收", 999),
        mess.replaced("县市区", "南城"),
    ]
    mess.spoil_rows(columns, 0.015, faults, rng, spare=touched)
    header: list[Row] | None = None
    if year == 2018:
        names = list(columns)
        header = [
            [*names[:6], "份数", None, None, "评价结果", *[None] * (len(answers) - 1)],
            [*[None] * 6, *names[6:]],
        ]
    return Table(f"{year}年度社会评议汇总表（示例数据）", columns, header=header, footer=footer)


def _count_footer(word: str, cells: pl.DataFrame, answers: list[str]) -> Row:
    """A total row whose figures have thousands separators, as typed by hand."""
    return [word, *[None] * 5, *[f"{cells[name].sum():,}" for name in ["issued", "returned", "valid", *answers]]]


def opinion_table(opinions: pl.DataFrame, year: int, rng: np.random.Generator) -> Table:
    """One row per merged opinion. The raw count of a frequent topic has a thousands separator."""
    columns: dict[str, list[Any]] = {
        "意见编号": [f"Y{year}-{serial:05d}" for serial in range(1, len(opinions) + 1)],
        "年度": [year] * len(opinions),
        "涉及单位": opinions["unit"].to_list(),
        "评议层面": opinions["group"].to_list(),
        "来源渠道": opinions["channel"].to_list(),
        "意见类别": opinions["theme"].to_list(),
        "性质": opinions["polarity"].to_list(),
        "原始条数": opinions["raw_n"].to_list(),
        "归并条数": opinions["merged_n"].to_list(),
        "意见内容": opinions["text"].to_list(),
    }
    columns["原始条数"][0] = "1,104"
    harmless = [mess.full_width("原始条数"), mess.short_name("涉及单位")]
    touched = {0} | mess.spoil_rows(columns, 0.03, harmless, rng, spare={0})
    faults = [
        mess.misspelt("涉及单位"),
        mess.two_units("涉及单位"),
        mess.replaced("意见类别", "天气"),
        mess.replaced("来源渠道", "微信群"),
        mess.replaced("原始条数", "多条", 0),
    ]
    touched |= mess.spoil_rows(columns, 0.016, faults, rng, spare=touched)
    mess.spoil_rows(columns, 0.001, [mess.repeated("意见编号")], rng, spare=touched)
    return Table(
        f"{year}年度意见建议归并表（示例数据）",
        columns,
        footer=[["合计", None, None, None, None, None, None, f"{opinions['raw_n'].sum():,}"]],
    )


def pioneer_table(frame: pl.DataFrame, rng: np.random.Generator) -> Table:
    """Members' points under the rule 80 + 20, with pseudonyms; a few scores over 100. frame: of indices.members."""
    columns: dict[str, list[Any]] = {
        "年度": frame["year"].to_list(),
        "党员编号": frame["member_id"].to_list(),
        "所在单位": frame["unit"].to_list(),
        "党支部": frame["branch"].to_list(),
        "基本分": [80] * len(frame),
        "加分": frame["plus"].to_list(),
        "扣分": frame["minus"].to_list(),
        "得分": frame["score"].to_list(),
    }
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("得分"), mess.short_name("所在单位")], rng)
    faults = [mess.misspelt("所在单位"), mess.replaced("得分", 913, 213, "优秀", None), mess.two_units("所在单位")]
    mess.spoil_rows(columns, 0.01, faults, rng, spare=touched)
    return Table("先锋指数党员积分（示例数据，编号为化名）", columns)


def fortress_table(frame: pl.DataFrame, rng: np.random.Generator) -> Table:
    """Branches' scores, one column per year. frame: of indices.branches."""
    years = [name for name in frame.columns if name.endswith("年")]
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(frame) + 1)),
        "单位": frame["unit"].to_list(),
        "支部编号": frame["branch_id"].to_list(),
        "支部名称": frame["branch"].to_list(),
    }
    columns |= {year: frame[year].to_list() for year in years}
    touched = mess.spoil_rows(
        columns, 0.03, [mess.full_width("2020年"), mess.full_width("2023年"), mess.short_name("单位")], rng
    )
    faults = [mess.misspelt("单位"), mess.replaced("2021年", 885, "未评定"), mess.two_units("单位")]
    mess.spoil_rows(columns, 0.02, faults, rng, spare=touched)
    return Table("堡垒指数支部评分（示例数据）", columns, footer=[["合计", f"共{len(frame)}个支部"]])


def brand_table(frame: pl.DataFrame, rng: np.random.Generator) -> Table:
    """Panel scores of the organisations' brands, with the parts under one merged heading. frame: of indices.brands."""
    parts = list(indices.BRAND_PARTS)
    columns: dict[str, list[Any]] = {"年度": frame["year"].to_list(), "申报单位": frame["unit"].to_list()}
    columns |= {part: frame[part].to_list() for part in parts} | {"总分": frame["score"].to_list()}
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("总分"), mess.short_name("申报单位")], rng)
    mess.spoil_rows(columns, 0.012, [mess.misspelt("申报单位"), mess.replaced("总分", 785, "弃评")], rng, spare=touched)
    header: list[Row] = [
        ["年度", "申报单位", "评审得分", *[None] * (len(parts) - 1), "总分"],
        [None, None, *parts, None],
    ]
    return Table("服务品牌综合评审（示例数据）", columns, header=header)


def conduct_table(frame: pl.DataFrame, rng: np.random.Generator) -> Table:
    """Units' conduct as shares, most cells as text such as 94.52%, some as numbers. frame: of indices.conduct."""
    columns: dict[str, list[Any]] = {"年度": frame["year"].to_list(), "单位": frame["unit"].to_list()}
    for name, header in CONDUCT_HEADERS.items():
        as_text = rng.random(len(frame)) < 0.7
        columns[header] = [f"{value:.2%}" if text else value for value, text in zip(frame[name], as_text, strict=True)]
    columns |= {"差评整改得分率": frame["fix"].to_list(), "通报扣分": frame["notice"].to_list()}
    touched = mess.spoil_rows(columns, 0.02, [mess.full_width("年度"), mess.short_name("单位")], rng)
    faults = [mess.misspelt("单位"), mess.replaced("作风指数", "194.5%", "良好"), mess.two_units("单位")]
    mess.spoil_rows(columns, 0.015, faults, rng, spare=touched)
    return Table("作风指数年度得分（示例数据）", columns)


def _round_word(round_no: int) -> str:
    return f"第{round_no}轮"


def ledger_table(rows: list[Episode], year: int, rng: np.random.Generator) -> tuple[Table, set[int]]:
    """The year's ledger at the as-of date, and the indices of its faulty rows. Only closed or withdrawn items without a
    relapse get a fault, because the open items must have an exact count."""
    kinds = pl.read_csv(HERE / "rectification.csv")
    columns: dict[str, list[Any]] = {
        "序号": list(range(1, len(rows) + 1)),
        "轮次": [_round_word(row.round_no) for row in rows],
        "问题来源": [row.source for row in rows],
        "问题编号": [row.problem_id for row in rows],
        "整改次数": [row.episode for row in rows],
        "问题类别": [kinds["category"][row.kind] for row in rows],
        "问题表现": [kinds["problem"][row.kind] for row in rows],
        "责任单位": [row.unit for row in rows],
        "整改措施": [kinds["measures"][row.kind] for row in rows],
        "发现日期": [row.found_on for row in rows],
        "整改时限": [row.due_text for row in rows],
        "延期至": [row.extended_to for row in rows],
        "是否长期坚持": ["是" if row.long_term else "否" for row in rows],
        "当前状态": [rectification.status_word(row, rng) for row in rows],
        "完成日期": [row.done_on for row in rows],
        "申请销号日期": [row.close_requested_on for row in rows],
        "销号日期": [row.closed_on for row in rows],
        "撤销日期": [row.withdrawn_on for row in rows],
        "回头看日期": [row.look_back_on for row in rows],
        "回头看结果": [row.look_back_result for row in rows],
    }
    relapsed = {(row.source, row.round_no, row.problem_id) for row in rows if row.episode > 1}
    spare = {at for at, row in enumerate(rows) if row.is_open or (row.source, row.round_no, row.problem_id) in relapsed}
    touched = mess.spoil_rows(
        columns, 0.03, [mess.full_width("整改次数"), mess.short_name("责任单位"), mess.spaced("责任单位")], rng
    )
    faults = [
        mess.misspelt("责任单位"),
        mess.two_units("责任单位"),
        mess.replaced("销号日期", "已办", "2019年13月", "去年底"),
        mess.replaced("发现日期", "2031-05-01", "日期不详"),
        mess.replaced("整改时限", "尽快"),
        mess.replaced("当前状态", "差不多了"),
    ]
    faulty = mess.spoil_rows(columns, 0.025, faults, rng, spare=spare | touched)
    table = Table(
        f"市级机关“灯下黑”等问题整改台账（{year}年各轮，示例数据）",
        columns,
        note=f"截至{rectification.AS_OF.year}年{rectification.AS_OF.month}月{rectification.AS_OF.day}日",
        footer=[["小计", f"{len(rows)}项"], ["合计", f"{len(rows)}项"]],
    )
    return table, faulty
