"""The address of an exhibit's records: its id and the choices, as one text."""

from urllib.parse import parse_qsl, urlencode

from exhibits import CATALOGUE, Selection


def trace_link(name: str, chosen: Selection) -> str:
    """`exhibit=NAME&key=value…`, the inverse of `parse_trace_link`."""
    return urlencode({"exhibit": name} | chosen.settings())


def parse_trace_link(link: str, lang: str) -> tuple[str, Selection] | None:
    """The exhibit's id and the choices in a link; None if the link cannot be read."""
    given = dict(parse_qsl(link))
    name = given.pop("exhibit", "")
    try:
        chosen = Selection.of([f"{key}={value}" for key, value in given.items()], lang)
    except ValueError:
        return None
    return (name, chosen) if name in CATALOGUE and CATALOGUE[name].source_records else None
