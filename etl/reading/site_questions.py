"""What the questions of a survey site ask for: the unit and the item that an answer rates, or opinions by theme."""

import re
import unicodedata

from etl.reading.entity_matching import Directory
from etl.reading.site_headers import QUESTION_NUMBER
from etl.reading.tables import normalize_header

OPINION_QUESTION = "意见|建议|留言|存在的?问题|不足|comment|suggest"
RATING_QUESTION = "满意|评价|评分|打分|测评"
SEPARATORS = r"[—–\-:、,/\[\]()._|?!;]+|\s+"
MIN_NAME_WITHIN = 3  # characters: a shorter name of a unit may be any word
BEFORE_A_NAME = "(?:^|[^\u4e00-\u9fff]|[对给为是与在请向于到及和价])"
AFTER_A_NAME = "(?:$|[^\u4e00-\u9fff]|[的总整工服作是在满评存有])"


def rated_units(questions: list[str], directory: Directory) -> dict[str, tuple[str, str]]:
    """The questions that name a unit, with the unit and the item; an item said once holds for the whole question."""
    units = set(directory.names("unit")["same"])
    items = dict(directory.names("item").select("same", "code").iter_rows())
    said: dict[str, str] = {}
    found = {}
    for header in questions:
        number = QUESTION_NUMBER.match(normalize_header(header))
        name = number[1] if number else header
        said[name] = said.get(name, "") + normalize_header(header)
        if unit := _unit(header, units) or _unit_in_sentence(header, units):
            item = next((code for word, code in items.items() if word in said[name]), "overall")
            found[header] = (unit, item)
    return found


def opinion_questions(questions: list[str], directory: Directory) -> dict[str, tuple[str, str | None]]:
    """The questions for opinions on a unit: choices by theme, and free text."""
    units = set(directory.names("unit")["same"])
    themes = dict(directory.names("theme").select("same", "code").iter_rows())
    found: dict[str, tuple[str, str | None]] = {}
    for header in questions:
        if unit := _unit(header, units) or _unit_within(header, units):
            theme = next((themes[part] for part in map(normalize_header, header_parts(header)) if part in themes), None)
            plain = normalize_header(header)
            if re.search(OPINION_QUESTION, plain) and not re.search(RATING_QUESTION, plain):
                found[header] = (unit, theme)
    return found


def _unit(header: str, units: set[str]) -> str | None:
    """The unit that a header names, as written: one of its parts, the last first."""
    return next((part for part in reversed(header_parts(header)) if normalize_header(part) in units), None)


def _unit_in_sentence(header: str, units: set[str]) -> str | None:
    """The unit in a question that asks to rate it in a sentence: 您对市教育局的总体满意度."""
    return _unit_within(header, units) if re.search(RATING_QUESTION, normalize_header(header)) else None


def _unit_within(header: str, units: set[str]) -> str | None:
    """The only unit that is named within a header, not as a part of a longer name: 某市教育局 is not 市教育局."""
    plain = normalize_header(header)
    named = [name for name in units if len(name) >= MIN_NAME_WITHIN and name in plain]
    named = [name for name in named if not any(name != longer and name in longer for longer in named)]
    if len(named) > 1:  # the answer is not that of one of them
        return None
    alone = [name for name in named if re.search(f"{BEFORE_A_NAME}{re.escape(name)}{AFTER_A_NAME}", plain)]
    return alone[0] if len(alone) == 1 else None


def header_parts(header: str) -> list[str]:
    """The parts of a header between separators, without the number of a repeated one."""
    plain = re.sub(r" \(\d+\)$", "", unicodedata.normalize("NFKC", header))
    return [part for part in re.split(SEPARATORS, plain) if part]
