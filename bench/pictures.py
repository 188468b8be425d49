"""Pictures of exhibits: the first one with the start of the browser, then exhibits of each kind in each form."""

import statistics
import time
from functools import partial

from bench.timing import median_ms, show
from briefing.answered import answered
from briefing.picture import FORMS, picture, refusal, resident_renderer
from exhibits import Selection

SHOWN = ("satisfaction_trend", "headline", "attention", "satisfaction_by_unit", "duty_matrix", "division_map")


def main(times: int) -> None:
    """Prints the time of the first picture, and the middle and the longest of the others, in milliseconds."""
    if refused := refusal():
        raise SystemExit(refused.sentence("en"))
    exhibits = [answered(name, Selection()) for name in SHOWN]
    start = time.perf_counter()
    picture(exhibits[:1])
    rows = [("first, with the browser", "1", f"{(time.perf_counter() - start) * 1000:.0f}", "")]
    for form in FORMS:
        taken = [median_ms(partial(picture, [made], form), times) for made in exhibits]
        rows.append((form, str(len(taken)), f"{statistics.median(taken):.0f}", f"{max(taken):.0f}"))
    resident_renderer().close()
    show(f"Pictures of 1920x1080, median of {times}", ("pictures", "exhibits", "ms", "longest"), rows)
