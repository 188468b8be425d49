"""What the exhibits about the stars of branches share: their words, the years they are of, and their scope."""

import polars as pl

from exhibits.setting import OF_UNITS, Setting

STARS = (5, 4, 3, 2, 1, 0)
STEPS = ("band", "precondition", "quota", "veto", "lagging")
LAST_STEP = STEPS[-1]  # after it the stars are final

__all__ = ["LAST_STEP", "OF_UNITS", "STARS", "STEPS", "last_year", "star_word"]


def star_word(setting: Setting, star: int | None) -> str:
    """The words of a number of stars; of None those of a branch that was not rated."""
    return setting.say("star.unrated" if star is None else f"star.{star}")


def last_year(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the last year."""
    return frame.filter(pl.col("year") == pl.col("year").max())
