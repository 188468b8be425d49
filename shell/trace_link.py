"""The link from an exhibit to its records: which exhibit, made of which choices, as one text for the address."""

from urllib.parse import parse_qsl, urlencode

from exhibits import CATALOGUE, Selection


def link_to_trace(name: str, chosen: Selection) -> str:
    """`exhibit=NAME&key=value…`; read back by `to_be_traced`."""
    return urlencode({"exhibit": name} | chosen.settings())


def to_be_traced(link: str, lang: str) -> tuple[str, Selection] | None:
    """The exhibit and the choices that a link names; None for a link that can't be read."""
    said = dict(parse_qsl(link))
    name = said.pop("exhibit", "")
    try:
        chosen = Selection.of([f"{key}={value}" for key, value in said.items()], lang)
    except ValueError:
        return None
    return (name, chosen) if name in CATALOGUE and CATALOGUE[name].grounds else None
