"""Spreadsheet column letters ↔ zero-based positions."""


def column_letter(at: int) -> str:
    """0 → A, 25 → Z, 26 → AA."""
    return (column_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def column_position(name: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    at = 0
    for character in name.upper():
        at = at * 26 + ord(character) - ord("A") + 1
    return at - 1
