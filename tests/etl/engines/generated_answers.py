"""Answered forms as a province's systems would export them, with everything that can be wrong in them."""

import random
from pathlib import Path

import polars as pl

HEADERS = [
    *("survey_year", "wave", "form_id", "unit_id", "item", "group", "channel", "division_code", "scale_id", "answer"),
]
ANSWERS = ["满意", "非常满意", "不满意", "basically_satisfied", "不了解", None]
UNITS = {"2018": ["市工商局", "市质监局", "市教育局"], "2019": ["市市场监督管理局", "B", "市教育局"]}
FORMS_OF_A_YEAR = 150
ITEMS = ["overall", "efficiency"]
# What is wrong in the first answers of a year: column → text.
FAULTS: list[dict[str, str | None]] = [
    {"unit_id": "没有这个单位"},
    {"unit_id": None},
    {"survey_year": "2091"},  # also after today
    {"survey_year": "去年"},
    {"answer": "很好"},
    {"scale_id": "cz9"},
    {"group": "路人"},
    {"item": "天气"},
    {"channel": "飞鸽"},  # accepted, without it
    {"division_code": "长安城"},  # accepted, without it
    {"form_id": None},
    {"form_id": "无"},
    {"form_id": "#REF!"},
    {"form_id": "=SUM(A1:A3)"},
    {"form_id": "=[1]Sheet1!A1"},
    {"form_id": "1.2E+15"},
    {"group": None, "item": "天气"},
    {"unit_id": "市工商局"},  # known until the last day of 2018
]


def year_of_answers(year: str, seed: int = 7) -> list[dict[str, str | None]]:
    """One year's answers, two items a form; some forms have full-width numbers, some rows stand twice."""
    drawn = random.Random(f"{year} {seed}")
    rows: list[dict[str, str | None]] = []
    for at in range(FORMS_OF_A_YEAR):
        form = {
            "survey_year": year,
            "wave": drawn.choice(["一季度", None]) if year == "2019" else None,
            "form_id": f"Ｆ{year}－{at}" if at % 9 == 0 else f"F{year}-{at}",
            "unit_id": drawn.choice(UNITS[year]),
            "group": drawn.choice(["residents", "群众", "leaders"]),
            "channel": drawn.choice(["paper", "网络", None]),
            "division_code": drawn.choice(["崇川区", None]),
            "scale_id": "cz4",
        }
        rows += [form | {"item": item, "answer": drawn.choice(ANSWERS)} for item in ITEMS]
    for fault, row in zip(FAULTS, rows[40::2], strict=False):
        row |= fault
    rows += [dict(row) for row in rows[:5]]  # the same once more: one of each stays
    rows += [row | {"answer": "不满意" if row["answer"] == "满意" else "满意"} for row in rows[10:14]]  # neither stays
    return rows


def corrections(of: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """A later batch: some answers of a year again, with other values, and two new ones."""
    changed = [row | {"answer": "非常满意", "group": "leaders"} for row in of[100:140:3]]
    return changed + [row | {"form_id": f"N{at}"} for at, row in enumerate(of[100:102])]


def write(folder: Path, name: str, rows: list[dict[str, str | None]], group_rows: int = 64) -> Path:
    """A Parquet or CSV file of answers."""
    frame = pl.DataFrame(
        [{name: row.get(name) for name in HEADERS} for row in rows], schema=dict.fromkeys(HEADERS, pl.String)
    )
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path, row_group_size=group_rows)
    return path


def province(folder: Path) -> list[Path]:
    """Three sources: a folder of two files that share forms, a year as text, and corrections of it."""
    first, second = year_of_answers("2018"), year_of_answers("2019")
    half = len(first) // 2
    write(folder / "2018", "part-0.parquet", first[:half])
    write(folder / "2018", "part-1.parquet", first[half:])
    return [
        folder / "2018",
        write(folder, "2019.csv", second),
        write(folder, "corrections.parquet", corrections(second)),
    ]
