"""What titles say of appraisals: shares and counts of everybody, nothing across a break, no judging word ungated."""

import polars as pl
import pytest

from exhibits import CATALOGUE, Selection
from tests.exhibits.answered_frames import around, shown

GOOD_TO_POOR = ("good", "fairly_good", "fair", "poor")
EXCELLENT = ("excellent", "competent+barely_competent", "not_competent")
TYPES = {"year": pl.Int32, "share": pl.Float64, "part_n": pl.Int64, "persons_n": pl.Int64}


def graded(year: int, counts: dict[str, int] | None, broken: bool = False, level="city", key="all", scale="ora4"):
    """The rows of one group as appraisal_grades answers them; without counts a suppressed one."""
    known = counts or {"good+fairly_good+fair+poor": 0}
    whole = sum(known.values())
    rows, position = [], 1
    for part, n in known.items():
        row = {"year": year, "grade_scale": scale, "level": level, "key": key, "part": part, "position": position}
        told = (n, whole, n / whole) if counts else (None, None, None)
        row |= dict(zip(("part_n", "persons_n", "share"), told, strict=True))
        rows.append(row | {"break_before": broken, "suppressed": counts is None})
        position += part.count("+") + 1
    return rows


def frame(*groups: list[dict]) -> pl.DataFrame:
    return pl.DataFrame([row for rows in groups for row in rows], schema_overrides=TYPES)


OLD = dict(zip(EXCELLENT, (30, 20, 0), strict=True))
HALF = dict(zip(GOOD_TO_POOR, (50, 40, 10, 0), strict=True))
MORE = dict(zip(GOOD_TO_POOR, (60, 40, 0, 0), strict=True))


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        (frame(graded(2023, HALF), graded(2024, MORE)), "2024年评为“好”占60.0%，上年50.0%"),
        (frame(graded(2019, HALF), graded(2020, MORE, broken=True)), "2020年评为“好”占60.0%"),
        (frame(graded(2022, HALF), graded(2024, MORE)), "2024年评为“好”占60.0%"),
        (frame(graded(2023, {"good+fairly_good": 90, "fair": 10}), graded(2024, MORE)), "2024年评为“好”占60.0%"),
        (
            frame(graded(2019, OLD, scale="competence4"), graded(2019, HALF)),
            "2019年用2套等次，分开列出",
        ),
        (
            frame(
                graded(2024, HALF, level="class", key="service_heavy"),
                graded(2024, MORE, level="class", key="party_mass"),
            ),
            "2024年2类单位“好”50.0%至60.0%",
        ),
        (frame(graded(2024, None)), "被考核不足10人，不予显示"),
        (frame(graded(2024, HALF)).clear(), "所选范围没有数据"),
    ],
)
def test_the_share_of_the_best_grade_is_said_beside_a_comparable_year_only(rows, finding):
    exhibit = shown("appraisal_grades", rows)
    assert exhibit.finding == finding
    assert "普查" in exhibit.footer or "不是抽样" in exhibit.footer or exhibit.figure is None


def test_two_scales_share_no_section_and_no_legend():
    rows = frame(graded(2018, OLD, scale="competence4"), graded(2019, HALF))
    exhibit = shown("appraisal_grades", rows)
    legends = [note["text"] for note in exhibit.figure.to_dict()["layout"]["annotations"]]
    assert sum("优秀" in text for text in legends) == 1 and sum("较好" in text for text in legends) == 1
    assert not any("优秀" in text and "较好" in text for text in legends)
    assert "两套等次分开列" in exhibit.subtitle and "†" in exhibit.subtitle


def test_the_break_of_the_rule_has_its_line_between_the_years():
    drawn = shown("appraisal_grades", frame(graded(2019, HALF), graded(2020, MORE, broken=True))).figure.to_dict()
    assert len(drawn["layout"]["shapes"]) == 1
    assert any("前后不比" in note["text"] for note in drawn["layout"]["annotations"])
    calm = shown("appraisal_grades", frame(graded(2020, HALF, broken=True), graded(2021, MORE))).figure.to_dict()
    assert not calm["layout"].get("shapes")  # nothing stands before the first year shown


def test_a_chosen_unit_is_told_why_it_changes_nothing():
    assert "不按单位列出" in shown("appraisal_grades", frame(graded(2024, HALF)), units=("A01",)).subtitle


def made(name: str, question: str, rows: pl.DataFrame):
    return CATALOGUE[name].make({question: rows, **around()}, Selection())


def test_groups_are_ranges_of_classes_and_of_posts():
    rows = frame(
        graded(2024, HALF, level="class", key="party_mass"),
        graded(2024, MORE, level="class", key="service_heavy"),
        graded(2024, HALF, level="post", key="secretary+member"),
    )
    exhibit = made("appraisal_groups", "appraisal_grades", rows)
    assert exhibit.finding == "2类单位“好”占50.0%至60.0%"  # the posts do not fit
    assert "职务" in exhibit.subtitle
    assert exhibit.frame["group_name"].unique(maintain_order=True).to_list() == [
        "党群部门",
        "窗口服务类",
        "党组织书记、其他班子成员",
    ]


def test_votes_are_shares_of_the_marked_ones():
    rows = frame(graded(2024, dict(zip(GOOD_TO_POOR, (800, 150, 49, 1), strict=True))))
    rows = rows.rename({"part": "grade", "part_n": "votes", "persons_n": "votes_n"}).with_columns(
        ballots_n=pl.lit(1002), unmarked_n=pl.lit(2), persons_n=pl.lit(20)
    )
    exhibit = shown("appraisal_ballots", rows)
    assert exhibit.finding == "2024年“好”票占80.0%，“差”1票"
    assert "未划等次2票" in exhibit.subtitle and "应到人数未登记" in exhibit.subtitle
    assert "不是抽样" in exhibit.footer
    assert shown("appraisal_ballots", rows.clear()).finding == "所选范围没有登记测评票"


def followed(**facts) -> pl.DataFrame:
    row = {"year": 2024, "grade_scale": "ora4", "level": "city", "key": "all", "persons_n": 20, "sent_n": 20,
           "feedback_rate": 1.0, "read_n": 18, "feedback_read_rate": 0.9, "lists_n": 20, "listed_n": 9,
           "recorded_n": 10, "consequence_rate": 0.5, "ledger_n": 8, "closed": 5, "open": 2, "overdue": 0,
           "closure_rate": 0.625, "suppressed": False}  # fmt: skip
    return pl.DataFrame([row | facts])


@pytest.mark.parametrize(
    ("sent", "finding"), [(20, "2024年反馈已签收18人，均已反馈"), (19, "2024年反馈已签收18人，1人未反馈")]
)
def test_all_have_had_feedback_only_when_nobody_is_left(sent, finding):
    assert shown("appraisal_followup", followed(sent_n=sent)).finding == finding


@pytest.mark.parametrize(
    ("overdue", "finding"),
    [(0, "述评考问题8项，已销号5项，无逾期"), (1, "述评考问题8项，已销号5项，逾期1项")],
)
def test_overdue_is_said_by_its_gate(overdue, finding):
    assert made("appraisal_items", "appraisal_followup", followed(overdue=overdue)).finding == finding


def test_a_year_without_feedback_or_items_says_so():
    unknown = followed(sent_n=None, feedback_rate=None, read_n=None, ledger_n=0, closed=0, open=0)
    assert shown("appraisal_followup", unknown).finding == "所选范围没有登记反馈"
    assert made("appraisal_items", "appraisal_followup", unknown).finding == "台账中没有所选述评考的问题"
