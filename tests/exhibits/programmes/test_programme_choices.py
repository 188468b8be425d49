"""The exhibits of the six programmes and their slides at every round of reports, programme and standing."""

import itertools
import re

import pytest

import queries
from briefing import SUPPORTED, slide_bytes
from exhibits.gates import LONGEST
from exhibits.programmes.project_words import ORDER, rounds
from tests.exhibits.demonstration import exhibit_of
from words import LANGUAGES

NAMES = ("programme_status", "programme_progress", "programme_projects", "programme_story")
NONSENSE = re.compile(r"\b(nan|inf|None|null)\b|[{}]")


def choices() -> list[list[str]]:
    days = [day for year in (2023, 2025) for day in rounds(queries.ask("programme_status", year_to=year))]
    projects = ("XM-01", "XM-07", "XM-08", "XM-22")
    each = [[f"until={day}", f"project_id={project}"] for day, project in zip(days, itertools.cycle(projects))]
    each += [[f"programme={code}", f"project_id=XM-{5 * at + 1:02d}"] for at, code in enumerate(ORDER)]
    each += [[f"standing={code}", "project_id=XM-30"] for code in queries.CHOICES["standing"]]
    return [*each, ["until=1999-12-31"], ["programme=care", "project_id=XM-01"], ["units=C10", "project_id=XM-16"]]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_choice_has_its_words_and_its_slide(name, lang, demo_home):
    for settings in choices():
        exhibit = exhibit_of(name, *settings, lang=lang)
        assert 0 < len(exhibit.finding) <= LONGEST[lang], settings
        assert not NONSENSE.search(f"{exhibit.finding} {exhibit.subtitle} {exhibit.footer}"), settings
        if name in SUPPORTED:
            assert slide_bytes(exhibit, lang).startswith(b"PK"), settings
