"""Pictures of exhibits: the first one with the start of the browser, then exhibits of each kind in each form."""

import statistics
import time
from functools import partial

import queries
from bench.timing import median_ms, show
from briefing.picture import FORMS, picture, refusal, renderer
from exhibits import CATALOGUE, Exhibit, Selection

SHOWN = ("satisfaction_trend", "headline", "attention", "satisfaction_by_unit", "duty_matrix", "division_map")


def main(times: int) -> None:
    """Prints the time of the first picture, and the middle and the longest of the others, in milliseconds."""
    if refused := refusal():
        raise SystemExit(refused.sentence("en"))
    exhibits = list(map(_answered, SHOWN))
    start = time.perf_counter()
    picture(exhibits[:1])
    rows = [("first, with the browser", "1", f"{(time.perf_counter() - start) * 1000:.0f}", "")]
    for form in FORMS:
        taken = [median_ms(partial(picture, [made], form), times) for made in exhibits]
        rows.append((form, str(len(taken)), f"{statistics.median(taken):.0f}", f"{max(taken):.0f}"))
    renderer().close()
    show(f"Pictures of 1920x1080, median of {times}", ("pictures", "exhibits", "ms", "longest"), rows)


def _answered(name: str) -> Exhibit:
    spec, selection = CATALOGUE[name], Selection()
    asked = {each: queries.ask(each, **selection.params(queries.parameters(each))) for each in spec.questions}
    return spec.make(asked, selection)
