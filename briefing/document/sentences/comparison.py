"""Sentences about the comparison of units."""

from briefing.document.sentences.phrases import RATE, listed
from exhibits.exhibit import Exhibit
from words import label, say


def unit_funnel(exhibit: Exhibit, lang: str) -> list[str]:
    """The rate of each class with its units merged, which is the line that the units are compared with."""
    classes = exhibit.frame.drop_nulls("centre").unique("unit_class", maintain_order=True)
    parts = [
        say("document.says.named", lang, name=label("unit_class", name, lang), value=RATE.value(centre, lang))
        for name, centre in classes.select("unit_class", "centre").iter_rows()
    ]
    if not parts:
        return []
    first, last = classes["year_first"][0], classes["year"][0]
    years = f"{first}–{last}" if first != last else last
    return [say("document.says.classes", lang, year=years, parts=listed(parts, lang))]


PATTERNS = (unit_funnel,)
