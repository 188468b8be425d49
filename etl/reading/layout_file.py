"""Layouts: how the headers and words of a file map to a dataset, and the TOML file that defines one."""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from etl.contracts import DATASETS
from etl.contracts.dictionary import columns
from etl.contracts.faults import Refused, quoted_list
from etl.reading.column_letters import column_position
from words import say

FORMATS = ("csv", "xlsx", "parquet")
REGISTER_LISTS = (
    *("unit", "group", "channel", "item", "theme", "source", "index", "status", "scale", "division"),
    *("list_kind", "business_measure", "hotline_channel", "hotline_measure", "programme", "service_channel"),
)
# Further columns that a layout may map: name and class of units that it registers.
REGISTER_COLUMNS = ("unit", "unit_class")


@dataclass(frozen=True)
class Unpivot:
    """Wide columns that become rows: the header goes to each column of `name_to`, the cell to `value_to`."""

    name_to: tuple[str, ...]
    value_to: str
    headers: tuple[str, ...] = ()
    first: str = ""  # or by letters: first column …
    last: str = ""  # … to last column


@dataclass(frozen=True)
class Layout:
    """The mapping of a file to a dataset. Headers are compared without spaces, widths and case."""

    name: str
    dataset: str
    columns: dict[str, tuple[str, ...]]  # our column → accepted headers in order of preference
    format: str | None = None
    encoding: str | None = None
    sheet: tuple[str, ...] | None = None  # None: the first sheet; ("*",): all
    sheet_to: str | None = None  # our column filled with the sheet name
    panels: tuple[tuple[str, str], ...] = ()  # side-by-side tables: first and last letter of each
    header_row: int | None = None  # from 1; None: detected
    header_rows: int = 1
    delimiter: str | None = None  # None: detected
    register: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    skip_rows_where: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sample: bool = False
    constants: dict[str, str] = field(default_factory=dict)
    keep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    date_formats: tuple[str, ...] = ()
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    unpivot: Unpivot | None = None
    scale: dict[str, float] = field(default_factory=dict)
    survey_site: bool = False  # an export of a survey site: its questions are found by their headers

    @property
    def filled(self) -> set[str]:
        """Our columns that the layout fills."""
        unpivoted = {*self.unpivot.name_to, self.unpivot.value_to} if self.unpivot else set()
        return self.columns.keys() | self.constants.keys() | unpivoted | ({self.sheet_to} if self.sheet_to else set())

    @classmethod
    def from_file(cls, path: Path) -> "Layout":
        """Read a layout from a TOML file. Raises Refused with the reason when it is not valid."""
        try:
            table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise Refused("missing", path) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise Refused("layout_toml", path, reason=str(error)) from None
        return _LayoutParser(path, table).layout()


class _LayoutParser:
    """Parses and validates a layout's TOML; an error names the file, the place and the allowed values."""

    def __init__(self, path: Path, table: dict) -> None:
        self.path, self.table = path, table

    def layout(self) -> Layout:
        self.known_keys("", self.table, TOP_KEYS)
        dataset = self.table.get("dataset", "")
        if dataset not in DATASETS:
            raise self.wrong("dataset", dataset, list(DATASETS))
        ours = list(columns(dataset))
        mapped = self.mapping("columns", [*ours, *REGISTER_COLUMNS])
        constants = {
            name: _text(value) for name, value in self.sub_table("constants", [*ours, *REGISTER_COLUMNS]).items()
        }
        if twice := mapped.keys() & constants.keys():
            raise Refused("layout_twice", self.path, column=min(twice))
        sheet = self.texts("sheet", self.table.get("sheet", []))
        sheet_to = self.choice("sheet_to", tuple(ours))
        if sheet_to in mapped.keys() | constants.keys():
            raise Refused("layout_twice", self.path, column=sheet_to)
        return Layout(
            name=self.path.stem,
            dataset=dataset,
            columns=mapped,
            format=self.choice("format", FORMATS),
            encoding=self.text("encoding"),
            sheet=sheet or None,
            sheet_to=sheet_to,
            panels=self.panels(),
            header_row=self.count("header_row", None),
            header_rows=self.count("header_rows", 1) or 1,
            delimiter=self.text("delimiter"),
            register=self.of("register", self.texts("register", self.table.get("register", [])), REGISTER_LISTS),
            files=self.texts("files", self.table.get("files", [])),
            skip_rows_where=self.mapping("skip_rows_where"),
            sample=self.flag("sample"),
            constants=constants,
            keep=self.mapping("keep"),
            date_formats=self.date_formats(),
            values=self.values(ours),
            unpivot=self.unpivot(ours),
            survey_site=self.survey_site(dataset),
            scale={name: self.figure(f"scale.{name}", by) for name, by in self.sub_table("scale", ours).items()},
        )

    def wrong(self, place: str, found: object, allowed: list[str] | tuple[str, ...]) -> Refused:
        return Refused("layout_value", self.path, place=place, found=found, allowed=quoted_list(list(allowed), most=40))

    def wanted(self, place: str, found: object, kind: str) -> Refused:
        return Refused(
            "layout_kind",
            self.path,
            place=place,
            found=found,
            kind={lang: say(f"etl.kind.{kind}", lang) for lang in ("zh", "en")},
        )

    def known_keys(self, place: str, table: dict, allowed: list[str] | tuple[str, ...]) -> None:
        for name in table:
            if name not in allowed:
                raise self.wrong(place or "—", name, allowed)

    def sub_table(self, name: str, allowed: list[str] | None = None) -> dict:
        found = self.table.get(name, {})
        if not isinstance(found, dict):
            raise self.wanted(name, found, "table")
        if allowed:
            self.known_keys(f"[{name}]", found, allowed)
        return found

    def mapping(self, name: str, allowed: list[str] | None = None) -> dict[str, tuple[str, ...]]:
        return {key: self.texts(f"{name}.{key}", value) for key, value in self.sub_table(name, allowed).items()}

    def texts(self, place: str, found: object) -> tuple[str, ...]:
        given = found if isinstance(found, list) else [found]
        if not all(isinstance(one, str | int | float) for one in given):
            raise self.wanted(place, found, "texts")
        return tuple(_text(one) for one in given)

    def text(self, name: str) -> str | None:
        found = self.table.get(name)
        if found is not None and not isinstance(found, str):
            raise self.wanted(name, found, "text")
        return found

    def choice(self, name: str, allowed: tuple[str, ...]) -> str | None:
        found = self.text(name)
        if found is not None and found not in allowed:
            raise self.wrong(name, found, allowed)
        return found

    def of(self, place: str, found: tuple[str, ...], allowed: tuple[str, ...]) -> tuple[str, ...]:
        for one in found:
            if one not in allowed:
                raise self.wrong(place, one, allowed)
        return found

    def count(self, name: str, default: int | None) -> int | None:
        found = self.table.get(name, default)
        if found is not None and (not isinstance(found, int) or isinstance(found, bool) or found < 1):
            raise self.wanted(name, found, "count")
        return found

    def flag(self, name: str) -> bool:
        found = self.table.get(name, False)
        if not isinstance(found, bool):
            raise self.wanted(name, found, "flag")
        return found

    def survey_site(self, dataset: str) -> bool:
        if (found := self.flag("survey_site")) and dataset != "survey_response":
            raise self.wrong("dataset", dataset, ["survey_response"])
        return found

    def figure(self, place: str, found: object) -> float:
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise self.wanted(place, found, "figure")
        return float(found)

    def panels(self) -> tuple[tuple[str, str], ...]:
        spans = []
        for span in self.texts("panels", self.table.get("panels", [])):
            letters = re.fullmatch("([A-Z]{1,3}):([A-Z]{1,3})", span.upper())
            if letters is None or column_position(letters[1]) > column_position(letters[2]):
                raise self.wanted("panels", span, "span")
            spans.append((letters[1], letters[2]))
        return tuple(spans)

    def date_formats(self) -> tuple[str, ...]:
        return self.texts("dates.formats", self.sub_table("dates", ["formats"]).get("formats", []))

    def values(self, ours: list[str]) -> dict[str, dict[str, str]]:
        found = self.sub_table("values", [*ours, *REGISTER_COLUMNS])
        for name, table in found.items():
            if not isinstance(table, dict):
                raise self.wanted(f"values.{name}", table, "table")
        return {name: {theirs: _text(word) for theirs, word in table.items()} for name, table in found.items()}

    def unpivot(self, ours: list[str]) -> Unpivot | None:
        found = self.sub_table("unpivot", ["headers", "from", "to", "name_to", "value_to"])
        if not found:
            return None
        name_to = self.texts("unpivot.name_to", found.get("name_to", ""))
        for part, given in (("name_to", name_to), ("value_to", (str(found.get("value_to", "")),))):
            self.of(f"unpivot.{part}", given, tuple(ours))
        headers = self.texts("unpivot.headers", found.get("headers", []))
        if not headers and not {"from", "to"} <= found.keys():
            raise self.wrong("[unpivot]", "", ["headers", "from + to"])
        return Unpivot(name_to, found["value_to"], headers, str(found.get("from", "")), str(found.get("to", "")))


TOP_KEYS = (
    *("dataset", "format", "encoding", "sheet", "sheet_to", "panels", "header_row", "header_rows", "delimiter"),
    *("register", "files", "sample", "skip_rows_where", "columns", "constants", "keep", "dates", "values", "unpivot"),
    *("scale", "survey_site"),
)


def _text(value: object) -> str:
    return value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
