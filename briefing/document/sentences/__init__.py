"""The sentences of a document: what an exhibit says, in figures with two decimals.

One function an exhibit, named by its id, in the file of its subject; the patterns are in words/document.toml. They take
their numbers from the exhibit's frame as it is, and their judging words from exhibits.gates. A suppressed value is not
said. An exhibit without a pattern, or in a form that its pattern does not know, says its finding.
"""

from collections.abc import Callable

from briefing.document.sentences import (
    appraisal,
    brands,
    comparison,
    duties,
    indices,
    inquiries,
    linkage,
    overview,
    programmes,
    rectification,
    satisfaction,
    services,
)
from exhibits.exhibit import Exhibit
from words import say

SUBJECTS = (
    overview,
    satisfaction,
    comparison,
    indices,
    rectification,
    linkage,
    programmes,
    appraisal,
    brands,
    duties,
    inquiries,
    services,
)
PATTERNS: dict[str, Callable[[Exhibit, str], list[str]]] = {
    pattern.__name__: pattern for subject in SUBJECTS for pattern in subject.PATTERNS
}
__all__ = ["PATTERNS", "sentences"]


def sentences(exhibit: Exhibit, lang: str) -> list[str]:
    """One to three sentences about the exhibit, in a language."""
    pattern = PATTERNS.get(exhibit.id)
    said = pattern(exhibit, lang) if pattern and exhibit.frame.height else []
    return said or [_finding(exhibit, lang)]


def _finding(exhibit: Exhibit, lang: str) -> str:
    """What the exhibit measures, over which years, and its finding."""
    measure, scope, *_ = (*exhibit.subtitle.split(" · "), "")
    told = {"measure": measure, "finding": exhibit.finding}
    if not scope:
        return say("document.says.plain", lang, **told)
    return say("document.says.finding", lang, scope=scope, **told)
