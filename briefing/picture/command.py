"""`python -m briefing EXHIBIT… -o FILE.(png|svg|pdf)`: pictures as files."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from briefing.picture import Picture, picture
from exhibits.exhibit import Exhibit
from words import say

SEVERAL = "pdf"  # the form that holds several exhibits in one file


def write(exhibits: Sequence[Exhibit], output: Path, size: str, lang: str, theme: str) -> Iterator[str]:
    """Writes one PDF, or one picture for each exhibit: its name stands in the file's if there are several.

    Yields a sentence for each file. Raises PictureError before anything is written, OSError.
    """
    form = output.suffix.lower().removeprefix(".")
    files: dict[Path, Picture] = {}
    if form == SEVERAL or len(exhibits) == 1:
        files[output] = picture(exhibits, form, size, lang, theme)
    else:
        for exhibit in exhibits:
            files[output.with_stem(f"{output.stem}-{exhibit.id}")] = picture([exhibit], form, size, lang, theme)
    for file, drawn in files.items():
        file.write_bytes(drawn.content)
        yield say("picture.cli.written" if set(drawn.sizes) == {size} else "picture.cli.taller", file=file)
