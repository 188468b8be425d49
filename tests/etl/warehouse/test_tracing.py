"""Every published figure leads to rows from which it is made again; every row leads to its cells in the workbook."""

import csv
import random
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import etl
from etl.warehouse.tracing import found
from tests.etl.workbooks import ANSWER_COLUMNS, COUNT_COLUMNS, ITEM_COLUMNS, answers, asked, sent, units

UNITS = ["A1", "A2", "B", "C"]
LEVELS = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "dont_know", "abstained"]
RATED = ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"]
PER_FIGURE = 5  # of the demonstration build


# --- figures are made again from their rows -------------------------------------------------------------------------


def made_again(figure: str, year: int | None, unit_id: str | None) -> tuple[float, float]:
    """Numerator and denominator of a published figure, from nothing but the rows that it leads to."""
    of: dict = {"units": [unit_id]} if unit_id else {}
    of |= {"year": year} if year else {}
    if figure == "satisfaction_rate":
        return _satisfied(found("survey", headline=True, scale_id=_three_box_scales(), **of))
    if figure == "good_rating_rate":
        return _satisfied(found("service_rating", **of))
    if figure.startswith("index_mean."):
        whole = found("index_score", index=figure.removeprefix("index_mean."), **of)
        return whole.rows["score"].sum(), whole.n
    if figure == "problem_opinion_rate":
        return found("opinion", polarity="problem", **of).rows["merged_n"].sum(), _valid_forms(of)
    assert figure == "closure_rate"
    whole = found("rectification_item", **of)
    items = whole.rows.sort("episode").group_by("source", "round_no", "problem_id").last()
    assert whole.n == items.height
    return items["closed_on"].is_not_null().sum(), whole.n


def _levels() -> pl.DataFrame:
    schema = {"scale_id": pl.String, "answer": pl.String, "class": pl.String, "box": pl.Int64}
    return pl.DataFrame(asked("select scale_id, answer, class, box from scale_level"), schema=schema, orient="row")


def _three_box_scales() -> list[str]:
    levels = _levels()
    neutral = levels.filter(answer="neutral")["scale_id"].implode()
    return levels.filter(~pl.col("scale_id").is_in(neutral))["scale_id"].unique().to_list()


def _satisfied(whole: etl.Trace) -> tuple[float, float]:
    rows = whole.rows.cast({"scale_id": pl.String, "answer": pl.String}).join(_levels(), on=["scale_id", "answer"])
    n = pl.coalesce("n", pl.lit(1)) if "n" in rows.columns else pl.lit(1)
    valid = rows.filter(pl.col("class") == "valid").with_columns(weight=n)
    return valid.filter(pl.col("box") <= 3)["weight"].sum(), valid["weight"].sum()


def _valid_forms(of: dict) -> int:
    answered = found("survey_response", **of).rows.cast({"scale_id": pl.String, "answer": pl.String})
    valid = answered.join(_levels(), on=["scale_id", "answer"]).filter(pl.col("class") == "valid")
    cell = ["survey_year", "wave", "unit_id", "group", "channel", "division_code"]
    counted = found("survey_count", **of).rows.group_by(cell).agg(pl.col("valid").max())
    return valid.select(*cell, "form_id").unique().height + counted["valid"].sum()


def seeded(folder: Path, seed: int) -> None:
    """A home of every kind of figure: mergers, corrections, faulty rows, episodes, a withdrawn batch."""
    rng = random.Random(seed)
    pick = rng.choice
    forms = [(f"f{at}", pick(UNITS), pick(LEVELS), pick([2018, 2019]), "overall") for at in range(120)]
    again = [(form, unit, pick(LEVELS), year, item) for form, unit, _, year, item in rng.sample(forms, 30)]
    items = [(form, unit, pick(LEVELS), year, "attitude") for form, unit, _, year, _ in rng.sample(forms, 40)]
    faulty = [(f"x{at}", "nowhere", "satisfied", 2019, "overall") for at in range(3)]
    counts = [
        [2017, unit, group, "paper", "overall", "cz4", answer, rng.randint(0, 30), 500, 400, 300]
        for unit in UNITS
        for group in ("residents", "leaders")
        for answer in LEVELS[:5]
    ]
    opinions = [
        [year, f"o{at}", pick(UNITS), "other", pick(["problem", "praise"]), 5, rng.randint(1, 5)]
        for at, year in enumerate(rng.choices([2017, 2018, 2019], k=30))
    ]
    scores = [[pick([2018, 2019]), pick(["pioneer", "conduct"]), f"s{at}", pick(UNITS), at] for at in range(40)]
    ledger = [
        [
            "under_lamp",
            f"K{at}",
            episode,
            unit,
            f"201{7 + episode}-05-01",
            "",
            pick(["", f"201{7 + episode}-09-01"]),
            "",
        ]
        for at in range(25)
        for episode in range(1, rng.randint(1, 2) + 1)
        for unit in [pick(UNITS)]
    ]
    ratings = [["2019-03-01", unit, answer, rng.randint(0, 50)] for unit in UNITS for answer in RATED]
    etl.load([*units(folder), answers(folder, "forms.csv", *forms, *faulty), answers(folder, "items.csv", *items)])
    etl.load([answers(folder, "corrected.csv", *again)])
    mistake = etl.load([answers(folder, "mistake.csv", *[(f"m{at}", "C", "dissatisfied", 2019) for at in range(9)])])
    etl.load(
        [
            sent(folder, "counts.csv", [COUNT_COLUMNS, *counts]),
            sent(
                folder,
                "opinions.csv",
                [["survey_year", "opinion_id", "unit_id", "theme", "polarity", "raw_n", "merged_n"], *opinions],
            ),
            sent(folder, "scores.csv", [["survey_year", "index", "subject_id", "unit_id", "score"], *scores]),
            sent(folder, "ledger.csv", [ITEM_COLUMNS, *ledger]),
            sent(folder, "ratings.csv", [["month", "unit_id", "answer", "n"], *ratings]),
        ]
    )
    etl.withdraw(mistake.files[0].batch_id)


@pytest.mark.parametrize("seed", range(3))
def test_every_published_figure_is_made_again_from_its_rows(fresh_home, tmp_path, seed):
    seeded(tmp_path, seed)
    figures = asked("select figure, year, unit_id, numerator, denominator from figure order by all")
    assert {figure for figure, *_ in figures} == {
        *("satisfaction_rate", "problem_opinion_rate", "closure_rate", "good_rating_rate"),
        *("index_mean.pioneer", "index_mean.conduct"),
    }
    wrong = [
        (figure, year, unit, (numerator, denominator), again)
        for figure, year, unit, numerator, denominator in figures
        if (again := made_again(figure, year, unit)) != (numerator, denominator)
    ]
    assert wrong == []


def test_figures_of_the_demonstration_are_made_again_from_their_rows(demo_home):
    figures = asked("select figure, year, unit_id, numerator, denominator from figure order by all")
    rng = random.Random(1)
    for kind in sorted({figure for figure, *_ in figures}):
        for figure, year, unit, numerator, denominator in rng.sample(
            [one for one in figures if one[0] == kind], PER_FIGURE
        ):
            assert made_again(figure, year, unit) == pytest.approx((numerator, denominator)), (figure, year, unit)


# --- which rows count -----------------------------------------------------------------------------------------------


@pytest.fixture
def loaded(fresh_home, tmp_path) -> Path:
    etl.load(
        [
            *units(tmp_path),
            answers(tmp_path, "2018.csv", ("f1", "A1", "satisfied", 2018), ("f2", "A2", "satisfied", 2018)),
        ]
    )
    etl.load([answers(tmp_path, "2019.csv", ("f1", "B", "satisfied"), ("f2", "C", "satisfied"))])
    return tmp_path


def places(whole: etl.Trace) -> list[tuple]:
    return whole.rows.select("file", "source_sheet", "source_row", "unit_id", "answer").rows()


def test_mergers_are_followed_and_the_rows_keep_the_unit_they_name(loaded):
    whole = found("survey", units=["市市场监督管理局"])
    assert places(whole) == [
        ("2018.csv", "", 2, "A1", "satisfied"),
        ("2018.csv", "", 3, "A2", "satisfied"),
        ("2019.csv", "", 2, "B", "satisfied"),
    ]
    assert (whole.n, whole.rows_n) == (3, 3)
    assert whole.files.select("file", "rows_n").rows() == [("2018.csv", 2), ("2019.csv", 1)]
    assert places(found("survey", units=["A1"])) == places(whole)


def test_a_row_that_a_later_batch_revises_does_not_count(loaded):
    etl.load([answers(loaded, "更正.csv", ("f2", "C", "dissatisfied"))])
    assert places(found("survey", units=["C"])) == [("更正.csv", "", 2, "C", "dissatisfied")]


def test_a_withdrawn_batch_does_not_count_and_what_it_revised_counts_again(loaded):
    again = etl.load([answers(loaded, "更正.csv", ("f2", "C", "dissatisfied"), ("f3", "C", "satisfied"))])
    before = etl.builds()[0]["id"]
    etl.withdraw(again.files[0].batch_id)
    assert places(found("survey", units=["C"])) == [("2019.csv", "", 3, "C", "satisfied")]
    assert places(found("survey", build=before, units=["C"])) == [
        ("更正.csv", "", 2, "C", "dissatisfied"),
        ("更正.csv", "", 3, "C", "satisfied"),
    ]


def test_a_rejected_row_does_not_count(loaded):
    etl.load([answers(loaded, "2020.csv", ("f1", "南城", "satisfied", 2020), ("f2", "C", "satisfied", 2020))])
    assert places(found("survey", year=2020)) == [("2020.csv", "", 3, "C", "satisfied")]


def test_the_limit_shortens_the_rows_and_not_the_numbers(loaded):
    whole = found("survey_response", limit=1, year_from=2018, year_to=2019)
    assert (whole.rows.height, whole.n, whole.rows_n) == (1, 4, 4)


def test_what_cannot_be_traced_is_said(fresh_home, tmp_path):
    def said(*arguments, **filters) -> str:
        with pytest.raises(etl.WarehouseError) as failed:
            etl.traced(*arguments, **filters)
        return failed.value.zh

    assert said("survey") == "还没有数据版本。请先导入工作簿。"
    etl.load(units(tmp_path))
    assert said("survey", build="abc") == "没有保存数据版本“abc”。用 python -m etl history --builds 查看保存的版本。"
    assert said("surveys").startswith("没有数据集“surveys”。可写：survey unit unit_lineage survey_response")
    assert said("unit", colour="red") == (
        "“unit”没有“colour”这一列。可用：unit_id unit unit_class unit_kind aliases valid_from valid_to。"
    )


# --- which cells ----------------------------------------------------------------------------------------------------


def cells(batch_id: str, sheet: str, row: int) -> list[tuple]:
    return etl.cell_places(batch_id, sheet, row).sort("cell").rows()


def test_a_row_of_a_text_file_has_the_letters_of_its_spreadsheet(loaded):
    (row,) = found("survey_response", year=2019, unit="C").rows.iter_rows(named=True)
    assert cells(row["batch_id"], row["source_sheet"], row["source_row"]) == [
        ("survey_year", "survey_year", "A3"),
        ("form_id", "form_id", "B3"),
        ("unit_id", "unit_id", "C3"),
        ("item", "item", "D3"),
        ("group", "group", "E3"),
        ("channel", "channel", "F3"),
        ("scale_id", "scale_id", "G3"),
        ("answer", "answer", "H3"),
    ]
    kept = list(csv.reader(etl.original(row["batch_id"]).open(encoding="utf-8")))
    assert kept[row["source_row"] - 1] == ["2019", "f2", "C", "overall", "residents", "paper", "cz4", "satisfied"]


def test_a_row_of_a_workbook_below_a_title_among_columns_nobody_asked_for(loaded, workbook):
    rows = [
        ["某市2021年满意度答卷"],
        ["序号", "年度", "答卷编号", "备注", "单位", "评议层面", "量表", "评价"],
        [1, 2021, "g1", "", "市教育局", "residents", "cz4", "满意"],
        [2, 2021, "g2", "补", "市教育局", "residents", "cz4", "不满意"],
    ]
    etl.load([workbook("满意度.xlsx", {"说明": [["本表不是数据"]], "答卷": rows})])
    (row,) = found("survey_response", year=2021, answer="dissatisfied").rows.iter_rows(named=True)
    assert (row["file"], row["source_sheet"], row["source_row"]) == ("满意度.xlsx", "答卷", 4)
    places_of = cells(row["batch_id"], "答卷", 4)
    assert places_of == [
        ("survey_year", "年度", "B4"),
        ("form_id", "答卷编号", "C4"),
        ("unit_id", "单位", "E4"),
        ("group", "评议层面", "F4"),
        ("scale_id", "量表", "G4"),
        ("answer", "评价", "H4"),
    ]
    sheet = openpyxl.load_workbook(etl.original(row["batch_id"]))["答卷"]
    assert [sheet[cell].value for *_, cell in places_of] == [2021, "g2", "市教育局", "residents", "cz4", "不满意"]


def test_a_row_made_of_a_wide_workbook_leads_to_all_cells_of_its_answers(loaded, workbook, text_file):
    layout = text_file(
        "宽.toml",
        'dataset = "survey_response"\n[columns]\nsurvey_year = "年度"\nform_id = "编号"\nunit_id = "单位"\n'
        'group = "层面"\n[constants]\nscale_id = "cz4"\n[unpivot]\nheaders = ["总体", "态度"]\nname_to = "item"\n'
        'value_to = "answer"\n[values.item]\n"总体" = "overall"\n"态度" = "attitude"\n',
    )
    wide = workbook(
        "宽.xlsx",
        {"表": [["年度", "编号", "单位", "层面", "总体", "态度"], [2022, "w1", "C", "residents", "满意", "不满意"]]},
    )
    etl.load([wide], layout)
    rows = found("survey_response", year=2022).rows.sort("item")
    assert rows.select("file", "source_sheet", "source_row", "item", "answer").rows() == [
        ("宽.xlsx", "表", 2, "attitude", "dissatisfied"),
        ("宽.xlsx", "表", 2, "overall", "satisfied"),
    ]
    assert sorted(etl.cell_places(rows["batch_id"][0], "表", 2).rows(), key=lambda row: (row[2], row[0])) == [
        ("survey_year", "年度", "A2"),
        ("form_id", "编号", "B2"),
        ("unit_id", "单位", "C2"),
        ("group", "层面", "D2"),
        ("answer", "总体", "E2"),
        ("item", "总体", "E2"),
        ("answer", "态度", "F2"),
        ("item", "态度", "F2"),
    ]
    kept = pl.read_parquet(etl.original(rows["batch_id"][0]).with_name("mapping.parquet"))
    filled = kept.filter(pl.col("constant").is_not_null())
    assert filled.select("source_sheet", "column", "header", "ours", "constant").rows() == [
        ("表", None, None, "scale_id", "cz4")
    ]


def test_a_parquet_file_has_names_and_no_letters(loaded):
    path = loaded / "答卷.parquet"
    pl.read_csv(answers(loaded, "n.csv", ("p1", "C", "satisfied", 2023)), infer_schema=False).write_parquet(path)
    etl.load([path])
    (row,) = found("survey_response", year=2023).rows.iter_rows(named=True)
    assert (row["file"], row["source_sheet"], row["source_row"]) == ("答卷.parquet", "", 1)
    assert etl.cell_places(row["batch_id"], "", 1)["cell"].to_list() == ANSWER_COLUMNS
