"""The copies that a file keeps of a text for programs that can't draw its shape."""

from typing import Any

from briefing.edited.passages import A, W, text_of

COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
CHOICE, FALLBACK = f"{COMPATIBILITY}Choice", f"{COMPATIBILITY}Fallback"


def twins(part: str, paragraph: Any, text: str) -> tuple[tuple[str, Any], ...]:
    """The paragraphs with this text among the alternatives of the shape that holds a paragraph, each with its part."""
    choice = next(paragraph.iterancestors(CHOICE), None)
    beside = choice.getparent().findall(FALLBACK) if choice is not None else []
    return tuple((part, each) for other in beside for each in paragraphs(other) if text_of(each) == text)


def paragraphs(root: Any) -> list[Any]:
    """The paragraphs below an element."""
    return list(root.iter(f"{A}p", f"{W}p"))
