"""A layout in the making, and the TOML file that it becomes."""

import glob
import json
import re
from dataclasses import dataclass, field

# Datasets whose files often have one column per code: the column that the headers go to, and that of the cells.
WIDE = {
    "survey_count": ("answer", "n"),
    "service_rating": ("answer", "n"),
    "index_score": ("index", "score"),
    "hotline": ("measure", "value"),
}


@dataclass(frozen=True)
class Proposal:
    """A layout in the making."""

    dataset: str
    sheet: str
    header_row: int
    headers: list[str]
    samples: dict[str, list[str]]  # header → its first distinct values
    columns: dict[str, str]  # our column → header
    constants: dict[str, str] = field(default_factory=dict)  # required columns without a header; "": to be filled in
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # our column → their word → our code; "": unknown
    date_formats: tuple[str, ...] = ()
    register: tuple[str, ...] = ()  # lists that take in unknown words
    name: str = ""  # of the file, without the dates and numbers that differ from month to month
    wide: tuple[str, ...] = ()  # headers that are codes themselves: see WIDE
    survey_site: bool = False  # of an export of a survey site: only what the export does not say is asked for

    @property
    def wide_columns(self) -> tuple[str, ...]:
        """Our columns that `wide` fills: the one that the headers go to, and that of the cells below them."""
        return WIDE[self.dataset] if self.wide else ()

    def as_toml(self) -> str:
        """The layout file. Lines that still lack a value are comments."""
        lines = [f"dataset = {_quoted(self.dataset)}"]
        if self.survey_site:  # for files of this name: the codes of another survey may mean something else
            lines += ["survey_site = true", f"files = [{_quoted(glob.escape(self.name) + '*')}]"]
        lines += [f"sheet = {_quoted(self.sheet)}"] if self.sheet else []
        lines += [f"header_row = {self.header_row}"]
        lines += [f"register = [{', '.join(map(_quoted, self.register))}]"] if self.register else []
        lines += ["", "[columns]", *(f"{ours} = {_quoted(header)}" for ours, header in self.columns.items())]
        filled = [("constants", self.constants), *((f"values.{name}", of) for name, of in self.values.items())]
        for title, table in filled:
            if table:
                lines += ["", f"[{title}]", *(_line(key, value) for key, value in table.items())]
        if self.wide:
            name_to, value_to = self.wide_columns
            lines += ["", "[unpivot]", f"headers = [{', '.join(map(_quoted, self.wide))}]"]
            lines += [f"name_to = {_quoted(name_to)}", f"value_to = {_quoted(value_to)}"]
        if self.date_formats:
            lines += ["", "[dates]", f"formats = [{', '.join(map(_quoted, self.date_formats))}]"]
        return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _line(key: str, value: str) -> str:
    """`key = "value"`; a comment while the value is missing."""
    name = key if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", key) else _quoted(key)
    return f"{name} = {_quoted(value)}" if value else f"# {name} = "
