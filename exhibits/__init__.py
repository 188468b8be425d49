"""The catalogue of exhibits: every message that a stage may show, by its id."""

from exhibits.exhibit import Exhibit, ExhibitSpec
from exhibits.selection import Selection

CATALOGUE: dict[str, ExhibitSpec] = {}

__all__ = ["CATALOGUE", "Exhibit", "ExhibitSpec", "Selection"]
