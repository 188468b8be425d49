"""The distance between ticks, so that their labels fit side by side on a phone as well."""

from typing import Any

from charts.theme import round_step, text_width

GAP = 8  # pixels between the labels of two ticks


def fitting_step(ends: tuple[float, float], plot: float, tick: str) -> float:
    """The smallest round step between ticks whose labels fit side by side on a plot of so many pixels; at most six
    steps, whole ones for counts. ends: of the axis. tick: Plotly's format of the labels."""
    low, high = ends
    step = round_step((high - low) / 6)
    while step < high - low and not _fits(ends, step, plot, tick):
        step = round_step(step * 1.01)
    return step


def _fits(ends: tuple[float, float], step: float, plot: float, tick: str) -> bool:
    whole = tick != "d" or step % 1 == 0
    return whole and _widest(ends, step, tick) + GAP <= plot * step / (ends[1] - ends[0])


def _widest(ends: tuple[float, float], step: float, tick: str) -> int:
    """The width of the longest label at one of the ends; "~" and no format mean as many decimals as the step needs."""
    if tick and "~" not in tick:
        return max(text_width(format(end, tick.replace("d", ".0f"))) for end in ends)
    sign, factor = ("%", 100) if tick.endswith("%") else ("", 1)
    decimals = len(f"{step * factor:g}".partition(".")[2])
    return max(text_width(f"{end * factor:.{decimals}f}{sign}") for end in ends)


def month_ticks(months: float) -> dict[str, Any]:
    """One tick a quarter for two years or less, one a year up to five, one in two years beyond: on a phone more would
    touch."""
    if months <= 24:
        return {"tickformat": "%m\n%Y", "dtick": "M3", "tickangle": 0}
    return {"tickformat": "%Y", "dtick": "M12" if months <= 60 else "M24", "tickangle": 0}
