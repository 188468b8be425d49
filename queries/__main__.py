"""`python -m queries [NAME] [--set K=V]… [--format table|csv|json] [--build ID]`: lists the questions, or asks one."""

import argparse
import json
import os
import sys

import polars as pl

import queries

DANGEROUS = "^[=+@\t\r-]"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m queries", description=__doc__)
    parser.add_argument("name", nargs="?", help="a question; without it the questions are listed")
    parser.add_argument("--set", action="append", default=[], metavar="K=V", help="a parameter; lists are a,b,c")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--build", help="a kept build's id; default: the published one")
    chosen = parser.parse_args(arguments)
    try:
        print(_listing() if not chosen.name else _asked(chosen))
    except queries.QuestionError as error:
        lang = "en" if os.environ.get("RONGHE_LANG", "").lower().startswith("en") else "zh"
        print(error.sentence(lang), file=sys.stderr)
        return 2
    return 0


def _listing() -> str:
    lines = []
    for name in queries.NAMES:
        header = queries.contract(name)
        lines += [name, f"    {header['purpose'].split('. ')[0].rstrip('.')}."]
        lines += [f"    --set {', '.join(header['params'])}"] if header["params"] else []
    return "\n".join(lines)


def _asked(chosen: argparse.Namespace) -> str:
    params = {}
    for pair in chosen.set:
        key, equals, value = pair.partition("=")
        if not equals:
            raise queries.QuestionError("unreadable_set", value=pair)
        params[key.strip()] = value
    answer = queries.ask(chosen.name, build=chosen.build, **params)
    if chosen.format == "json":
        return json.dumps(answer.to_dicts(), ensure_ascii=False, default=lambda value: value.isoformat(), indent=1)
    if chosen.format == "csv":
        return _safe(answer).write_csv().rstrip("\n")
    with pl.Config(tbl_rows=-1, tbl_cols=-1, fmt_str_lengths=40, tbl_width_chars=240, tbl_hide_dataframe_shape=True):
        return str(answer)


def _safe(answer: pl.DataFrame) -> pl.DataFrame:
    """The frame with a quote before text that starts like a formula, so that a spreadsheet does not run it."""
    text = pl.col(pl.String)
    return answer.with_columns(pl.when(text.str.contains(DANGEROUS)).then("'" + text).otherwise(text).name.keep())


if __name__ == "__main__":
    sys.exit(main())
