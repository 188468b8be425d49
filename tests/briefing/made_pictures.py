"""An exhibit to draw, and what can be read from a picture."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import polars as pl
from lxml import etree
from PIL import Image

from charts.theme import PALETTES, figure
from exhibits.exhibit import Exhibit
from exhibits.selection import Selection
from exhibits.trace_code import code_of

CODE = code_of("satisfaction_trend", Selection(), "0312143e")
YEARS = pl.DataFrame({"year": [2021, 2022, 2023], "rate": [0.95, 0.96, 0.97]})
POPPLER = "pdftotext is missing: apt-get install poppler-utils"


def exhibit(theme: str = "light", height: int = 360, axis: str = "满意率（%）", **changes) -> Exhibit:
    """A line of three years with its words. `axis`: a text in its figure."""
    palette = PALETTES[theme]
    line = {"type": "scatter", "x": [2021, 2022, 2023], "y": [95, 96, 97], "name": "窗口服务类"}
    layout = {"showlegend": True, "title": {"text": axis}}
    made = Exhibit(
        id="satisfaction_trend",
        frame=YEARS,
        figure=figure([line], layout, palette, height),
        finding="门窗服务满意率97.0%，达标",
        subtitle="总体满意率 · 2021–2023 · 单位：%",
        footer=f"示例数据 · 来源：群众评议问卷 · 有效n=83805 · 溯源码{CODE}",
        alt="折线图：门窗服务满意率97.0%",
        code=CODE,
    )
    return replace(made, **changes)


def image_of(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def svg_of(content: bytes) -> etree._Element:
    return etree.fromstring(content)


def svg_text(content: bytes) -> str:
    """The words of an SVG, without its stylesheet."""
    root = svg_of(content)
    return " ".join("".join(text.itertext()) for text in root.iter("{*}text"))


def pdf_text(content: bytes, folder: Path) -> str:
    return _poppler("pdftotext", content, folder, "-")


def pdf_pages(content: bytes, folder: Path) -> list[tuple[float, float]]:
    """Width and height of each page, in points."""
    told = _poppler("pdfinfo", content, folder, "-l", "-1")
    sizes = [line.split(":")[1].split() for line in told.splitlines() if "size:" in line and line.startswith("Page ")]
    return [(float(size[0]), float(size[2])) for size in sizes]


def _poppler(program: str, content: bytes, folder: Path, *options: str) -> str:
    assert shutil.which(program), POPPLER
    file = folder / "read.pdf"
    file.write_bytes(content)
    order = [*options, str(file)] if program == "pdfinfo" else [str(file), *options]
    return subprocess.run([program, *order], check=True, capture_output=True, text=True).stdout
