"""The reader's choices: one frozen value for every exhibit of a page, and a description of them in words."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from words import LANGUAGES, label, say

LOOKS = {"lang": LANGUAGES, "theme": ("light", "dark")}  # what changes how an exhibit looks, but not its figures
SCOPE = ("years", "unit_class", "units", "groups", "basis")


@dataclass(frozen=True)
class Selection:
    """The shared filters and the settings of single exhibits. Empty or None: no restriction.

    `span`: `year` (the last year) or three years together. `split_by`: unit or group. `height` and `colour`: the
    metrics of the map; `map_form`: tiles or columns. `theme`: light or dark. `competing`, `cohort` and `tau`:
    parameters of the questions about closing times. `series`: the series to chart. `weights`: of the four indices, as
    `pioneer:0.3,fortress:0.3,…`; empty: as declared. `trend_by`: class, group, division or unit. `unit`, `beside`: the
    unit of a profile, and those beside it. `until`: the last day of reports of the six programmes. `standing`: states
    of their projects. `channel`: of ratings of services. `place_by`: hall,
    window_group or unit, by which bad ratings are told apart. `brand_id`: the brand whose story is told. `units_shown`:
    telling or all, the units that a chart draws.
    """

    year_from: int | None = None
    year_to: int | None = None
    units: tuple[str, ...] = ()
    unit_class: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    basis: str = "three"
    as_of: datetime.date | str | None = None
    item: str = "overall"
    deadline: str = "original"
    competing: str = "censored"
    cohort: str = "year"
    tau: int | None = None
    index: tuple[str, ...] = ()
    group_by: str = "all"
    span: str = "year"
    split_by: str = "unit"
    units_shown: str = "telling"
    series: str = ""
    channel: str = "all"
    place_by: str = "hall"
    weights: str = ""
    until: datetime.date | str | None = None
    programme: tuple[str, ...] = ()
    standing: tuple[str, ...] = ()
    project_id: str = ""
    search: str = ""
    state: tuple[str, ...] = ()
    bucket: str = ""
    item_id: str = ""
    brand_id: str = ""
    batch_id: str = ""
    dataset: str = ""
    severity: tuple[str, ...] = ()
    height: str = "valid_n"
    colour: str = "satisfaction_rate"
    map_form: str = "tiles"
    trend_by: str = "class"
    unit: str = ""
    beside: tuple[str, ...] = ()
    lang: str = "zh"
    theme: str = "light"

    @classmethod
    def of(cls, settings: Iterable[str] = (), lang: str = "zh") -> "Selection":
        """A selection from `key=value` texts, lists as a,b,c. Raises ValueError with a sentence in `lang` for
        unreadable ones."""
        kinds = {field.name: field.type for field in fields(cls)}
        chosen: dict[str, Any] = {"lang": lang}
        for setting in settings:
            key, equals, value = (part.strip() for part in setting.partition("="))
            if key not in kinds or not equals:
                allowed = ", ".join(name for name in kinds if name not in LOOKS)
                raise ValueError(say("exhibits.cli.unknown_setting", lang, setting=setting, allowed=allowed))
            if key in LOOKS and value not in LOOKS[key]:
                raise ValueError(say("exhibits.cli.unreadable_setting", lang, setting=key, value=value))
            chosen[key] = _read(kinds[key], key, value, lang)
        return cls(**chosen)

    def settings(self) -> dict[str, str]:
        """The values that differ from the default, as texts that `of` can read; `lang` and `theme` are left out."""
        default = Selection()
        chosen = {field.name: getattr(self, field.name) for field in fields(self) if field.name not in LOOKS}
        return {
            name: ",".join(value) if isinstance(value, tuple) else str(value)
            for name, value in chosen.items()
            if value != getattr(default, name)
        }

    def params(self, question_params: Iterable[str]) -> dict[str, Any]:
        """The parameters of a question that this selection sets, with lists as lists; parameters not set keep their
        default."""
        known = set(question_params)
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self).items()
            if name in known and name not in LOOKS and value not in (None, "", ())
        }

    def words(
        self,
        lang: str | None = None,
        unit_names: Mapping[str, str] | None = None,
        years: tuple[int, int] | None = None,
        parts: Iterable[str] = SCOPE,
    ) -> str:
        """The filters in words, for subtitles. `years`: the first and last year for which data exist."""
        lang = lang or self.lang
        said = {
            "years": self._years(lang, years),
            "unit_class": _listed("unit_class", self.unit_class, lang),
            "units": self._units(lang, unit_names or {}),
            "groups": _listed("group", self.groups, lang),
            "basis": label("basis", self.basis, lang),
        }
        words = [said[part] for part in parts]
        if self.item != "overall" and "basis" in parts:
            words.append(label("item", self.item, lang))
        return " · ".join(words)

    def _years(self, lang: str, years: tuple[int, int] | None) -> str:
        first, last = years or (self.year_from, self.year_to)
        if first is None and last is None:
            return say("exhibits.scope.all_years", lang)
        if first is None or last is None:
            return say(
                f"exhibits.scope.{'until' if first is None else 'since'}", lang, year=last if first is None else first
            )
        return f"{first}–{last}" if first != last else say("exhibits.scope.year", lang, year=first)

    def _units(self, lang: str, names: Mapping[str, str]) -> str:
        if not self.units:
            return say("exhibits.scope.all_units", lang)
        if len(self.units) > 2:
            return say("exhibits.scope.some_units", lang, count=len(self.units))
        return say("exhibits.list.comma", lang).join(names.get(unit, unit) for unit in self.units)


def _listed(code_list: str, codes: tuple[str, ...], lang: str) -> str:
    if not codes:
        return say(f"exhibits.scope.all_{code_list}", lang)
    return say("exhibits.list.comma", lang).join(label(code_list, code, lang) for code in codes)


def _read(kind: Any, key: str, value: str, lang: str) -> Any:
    try:
        if "tuple" in str(kind):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        if "int" in str(kind):
            return int(value) if value else None
        if "date" in str(kind):
            return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        raise ValueError(say("exhibits.cli.unreadable_setting", lang, setting=key, value=value)) from None
    return value
