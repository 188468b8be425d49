"""Names beside the marks of a scatter plot, placed so that no two overlap at any width of the figure."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from charts.theme import text_width

LINE = 16  # height of a line of a name, in pixels
APART = 6  # from the middle of a mark to the name beside it
RADIUS = 4  # of a mark
# Where a name may stand, the best first: the position in Plotly's words, and its direction from the mark.
SIDES = {
    "middle right": (1, 0),
    "middle left": (-1, 0),
    "top center": (0, -1),
    "bottom center": (0, 1),
    "top right": (1, -1),
    "top left": (-1, -1),
    "bottom right": (1, 1),
    "bottom left": (-1, 1),
}
Box = tuple[float, float, float, float]  # left, top, right, bottom


def sides(
    marks: Sequence[tuple[float, float]], names: Sequence[str], widths: Sequence[float], height: float, crowd: int = 0
) -> list[str]:
    """The position of each name in Plotly's words; "" where there is no name, or no room for it.

    marks: shares of the plot from the left and from the top. names: with their line breaks; earlier ones come first.
    widths, height: of the plot in pixels, at each width of the figure. crowd: how many other marks a name may cover;
    the position that covers the fewest is taken.
    """
    sheets = [_Sheet(width, height, marks) for width in widths]
    chosen = []
    for at, name in enumerate(names):
        free = [side for side in SIDES if name and all(sheet.free(sheet.box(at, name, side)) for sheet in sheets)]
        covered = {side: max(sheet.covered(at, sheet.box(at, name, side)) for sheet in sheets) for side in free}
        side = min(free, key=covered.__getitem__, default="")
        if side and covered[side] <= crowd:
            for sheet in sheets:
                sheet.names.append(sheet.box(at, name, side))
        chosen.append(side if side and covered[side] <= crowd else "")
    return chosen


@dataclass
class _Sheet:
    """The plot at one width, with the names that are placed."""

    width: float
    height: float
    marks: Sequence[tuple[float, float]]
    names: list[Box] = field(default_factory=list)

    def box(self, at: int, name: str, side: str) -> Box:
        across, down = SIDES[side]
        x, y = self.marks[at][0] * self.width, self.marks[at][1] * self.height
        wide, tall = text_width(name), LINE * (name.count("<br>") + 1)
        left = x + APART if across > 0 else x - APART - wide if across < 0 else x - wide / 2
        top = y + APART if down > 0 else y - APART - tall if down < 0 else y - tall / 2
        return left, top, left + wide, top + tall

    def free(self, box: Box) -> bool:
        """True inside the plot and clear of the names placed before."""
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= self.width and box[3] <= self.height
        return inside and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in self.names
        )

    def covered(self, at: int, box: Box) -> int:
        """How many marks other than its own a name in this box covers."""
        left, top, right, bottom = (box[0] - RADIUS, box[1] - RADIUS, box[2] + RADIUS, box[3] + RADIUS)
        return sum(
            left < x * self.width < right and top < y * self.height < bottom
            for other, (x, y) in enumerate(self.marks)
            if other != at
        )
