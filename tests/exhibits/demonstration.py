"""An exhibit of the build that RONGHE_HOME holds, its questions answered once for all languages and tests of a run."""

from briefing.answered import answered
from exhibits import Exhibit, Selection


def exhibit_of(name: str, *settings: str, lang: str = "zh") -> Exhibit:
    """settings: as on the command line, "year_from=2023"."""
    return answered(name, Selection.of(settings, lang))
