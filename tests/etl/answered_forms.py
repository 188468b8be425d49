"""The export of a survey site, its layouts, and everything that a warehouse holds of it."""

from pathlib import Path

import duckdb
import polars as pl

SITE = 'dataset = "survey_response"\nsurvey_site = true\n'
CODES = SITE + '[constants]\nscale_id = "cz4"\n[values.group]\n1 = "群众"\n2 = "企业代表"\n'
SCALE = SITE + '[constants]\nscale_id = "cz4"\n'
WORDS = ["群众", "非常满意", "不满意"]
HEADERS = ["序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"]
HEADERS += ["1、您的身份", "2、总体评价:—市教育局", "2、崇川区"]


def form(number: int, *answers: object, second: int = 0, took: str = "63秒", ip: str = "10.0.0.1") -> list:
    return [number, f"2024/3/1 9:{number % 60:02}:{second:02}", took, "微信", "N/A", f"{ip}(江苏-南通)", *answers]


def held_texts(home: Path) -> str:
    """Everything that the warehouse holds, as text: files, rows of Parquet files, rows of the build."""
    texts = []
    for file in (one for one in home.rglob("*") if one.is_file()):
        if file.suffix == ".parquet":
            texts.append(str(pl.read_parquet(file, glob=False).rows()))
        elif file.suffix == ".duckdb":
            with duckdb.connect(str(file), read_only=True) as build:
                tables = [name for (name,) in build.sql("select table_name from duckdb_tables()").fetchall()]
                texts += [str(build.sql(f'select * from "{name}"').fetchall()) for name in tables]
        else:
            texts.append(file.read_bytes().decode("utf-8", errors="replace"))
    return "\n".join(texts)
