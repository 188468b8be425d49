"""`python -m bench [--only load|questions|page]… [--rows N]`: times, as ratios against a reference in the same run."""

import argparse

from bench import asking, browsing, loading


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=("load", "questions", "page"), help="only this part")
    parser.add_argument("--rows", type=int, default=1_000_000, help="answers to load")
    chosen = parser.parse_args()
    parts = {"load": lambda: loading.main(chosen.rows), "questions": asking.main, "page": browsing.main}
    for part in chosen.only or parts:
        parts[part]()


if __name__ == "__main__":
    main()
