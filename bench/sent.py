"""What pages send for a changed filter: messages, bytes, elements, containers and figures. Counts, never times."""

from bench.aims import Measured
from bench.readers import Answer, finished, reader
from bench.served import served
from bench.timing import show
from words import label

COUNTED = ("messages", "bytes", "elements", "blocks", "figures")
# Page → what is counted on it: the opening, another basis, a class of units.
PAGES = {"overview": "", "satisfaction": "satisfaction", "rectification": "rectification", "unit": "unit"}
BASIS, UNIT_CLASS = label("basis", "two", "zh"), label("unit_class", "service_heavy", "zh")


def main() -> Measured:
    """Prints the counts."""
    with served() as address:
        counts = finished(counted(address))
    rows = [(name, *(f"{getattr(answer, each):,}" for each in COUNTED)) for name, answer in counts.items()]
    show("Sent by a page", ("page and change", *COUNTED), rows)
    return {
        f"sent, {name}, {each}": float(getattr(answer, each)) for name, answer in counts.items() for each in COUNTED
    }


async def counted(address: str) -> dict[str, Answer]:
    """Page and change → what was sent for it."""
    counts = {}
    for name, page in PAGES.items():
        async with reader(address, page) as one:
            counts[f"{name}, opened"] = await one.view()
            counts[f"{name}, another basis"] = await one.choose("basis", BASIS)
            counts[f"{name}, one class"] = await one.choose("unit_class", [UNIT_CLASS])
    return counts
