"""The letters of a picture: cut out of a Chinese font of this machine, so that the picture carries them along.

A font that holds only the letters in use also keeps text searchable: a whole one draws 门 and the radical ⻔ alike, and
a reader of the PDF would find the radical.
"""

import base64
import functools
import os
import sys
from pathlib import Path

import uharfbuzz as hb

# Regular and bold of each font, best first; a collection (.ttc) holds the forms of several countries.
KNOWN = (
    ("msyh.ttc", "msyhbd.ttc"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("Hiragino Sans GB.ttc", "Hiragino Sans GB.ttc"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("SourceHanSansCN-Regular.otf", "SourceHanSansCN-Bold.otf"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("simhei.ttf", "simhei.ttf"),
)
OF_CHINA = ("SC", "CN", "GB")  # how names of the fonts with China's forms of letters end
WEIGHTS = ("400", "700")


def installed() -> bool:
    """True if this machine has a Chinese font that a picture can carry along."""
    return _files() is not None


def letters(texts: str) -> dict[str, str]:
    """Weight → a font with the letters of these texts, in Base64. Empty without a Chinese font."""
    files = _files()
    if files is None:
        return {}
    needed = {ord(letter) for letter in texts} | set(range(0x20, 0x7F)) | {ord("…"), ord("−"), ord("–")}
    return {weight: _cut(_face(file), needed) for weight, file in zip(WEIGHTS, files, strict=True)}


def _folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        own = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts"
        return [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", own]
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    ]


@functools.cache
def _files() -> tuple[Path, Path] | None:
    """The files of the best known font that is installed, regular and bold."""
    there = {file.name: file for folder in _folders() if folder.is_dir() for file in folder.rglob("*.[to]t[cf]")}
    found = [(there[regular], there[bold]) for regular, bold in KNOWN if regular in there and bold in there]
    return found[0] if found else None


@functools.cache
def _face(file: Path) -> hb.Face:
    """The face of China in a file of fonts, else its first."""
    blob = hb.Blob.from_file_path(str(file))
    faces = [hb.Face(blob, number) for number in range(hb.Face(blob).count)]
    names = [face.get_name(hb.OTNameIdPredefined.FONT_FAMILY) or "" for face in faces]
    return next((face for face, name in zip(faces, names, strict=True) if name.endswith(OF_CHINA)), faces[0])


def _cut(face: hb.Face, needed: set[int]) -> str:
    request = hb.SubsetInput()
    request.sets(hb.SubsetInputSets.UNICODE).update(needed)
    return base64.b64encode(hb.subset(face, request).blob.data).decode("ascii")
