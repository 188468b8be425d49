"""`python -m bench [--only PART]… [--rows N] [--already N]…`: times, as ratios against a reference in the same run."""

import argparse
from collections.abc import Callable

from bench import asking, browsing, growing, inferring, loading

ALREADY = [1_000_000, 10_000_000]


PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "load": lambda chosen: loading.main(chosen.rows, chosen.times),
    "workbook": lambda chosen: loading.workbook(chosen.sheet, chosen.times),
    "growth": lambda chosen: growing.main(sorted(chosen.already or ALREADY), chosen.times),
    "questions": lambda _: asking.main(),
    "many": lambda chosen: asking.many(chosen.rows),
    "inference": lambda _: inferring.main(),
    "page": lambda _: browsing.main(),
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="answers to load, also before the questions of `many`"
    )
    parser.add_argument("--sheet", type=int, default=loading.WORKBOOK_ROWS, help="rows of the workbook to load")
    parser.add_argument(
        "--already", type=int, action="append", help=f"answers loaded before one more batch ({ALREADY} unless said)"
    )
    parser.add_argument("--times", type=int, default=3, help="how often each load is run; the middle one counts")
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part")
    chosen = parser.parse_args(arguments)
    for part in chosen.only or PARTS:
        PARTS[part](chosen)


if __name__ == "__main__":
    main()
