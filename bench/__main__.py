"""`python -m bench [--only PART]… [--rows N] [--already N]…`: times, as ratios against a reference in the same run.

At the end the aims of quickness, and the history of what was measured.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

from bench import aims, crowd, decks, engines, growth, load, page, pictures, procedures, questions, sent

ALREADY = [1_000_000, 10_000_000]


# The parts, and how often each measurement is repeated unless --times is given.
PARTS: dict[str, tuple[Callable[[argparse.Namespace, int], aims.Measured | None], int]] = {
    "load": (lambda chosen, times: load.main(chosen.rows, times), 3),
    "workbook": (lambda chosen, times: load.workbook(chosen.sheet, times), 3),
    "growth": (lambda chosen, times: growth.main(sorted(chosen.already or ALREADY), times), 3),
    "questions": (lambda _, times: questions.main(times), 20),
    "many": (lambda chosen, times: questions.many(chosen.rows, times), 20),
    "engines": (lambda chosen, times: engines.main(chosen.rows, times), 1),
    "serving": (lambda chosen, times: engines.serving(chosen.rows, times), 10),
    "inference": (lambda _, times: procedures.main(times), 20),
    "pictures": (lambda _, times: pictures.main(times), 5),
    "decks": (lambda _, times: decks.main(times), 7),
    "page": (lambda _, times: page.main(times), 15),
    "sent": (lambda *_: sent.main(), 1),
    "crowd": (lambda chosen, times: crowd.main(chosen.readers, times), 4),
    "soak": (lambda chosen, _: crowd.soak(chosen.sessions, chosen.minutes), 1),
}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="answers to load or aggregate, also before the questions of `many`"
    )
    parser.add_argument("--sheet", type=int, default=load.WORKBOOK_ROWS, help="rows of the workbook to load")
    parser.add_argument(
        "--already", type=int, action="append", help=f"answers loaded before one more batch ({ALREADY} unless said)"
    )
    parser.add_argument("--times", type=int, help="how often each thing is run; the middle one counts")
    parser.add_argument("--readers", type=int, default=50, help="who change a filter at once (crowd)")
    parser.add_argument("--sessions", type=int, default=10, help="readers of the soak")
    parser.add_argument("--minutes", type=float, default=3, help="how long the soak lasts")
    parser.add_argument(
        "--history", type=Path, default=aims.HISTORY, help="the file to which what was measured is added"
    )
    parser.add_argument("--only", action="append", choices=PARTS, help="only this part")
    chosen = parser.parse_args(arguments)
    measured: aims.Measured = {}
    for part in chosen.only or PARTS:
        run, usual = PARTS[part]
        measured |= run(chosen, chosen.times or usual) or {}
    aims.print_aims(measured, chosen.history)


if __name__ == "__main__":
    main()
