"""How the pictures of these pages are taken: the dashboard served, Chromium opened, what is shown cut out and saved."""

import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect, sync_playwright

from bench.served import chromium, served
from words import LANGUAGES

REPO = Path(__file__).parents[1]
PICTURES = REPO / "docs" / "pictures"
LARGEST = 200_000  # bytes; a page loads several
COLOURS = 96  # enough for text and lines, and a quarter of the size
WIDE, HIGH, SHARP = 1180, 2400, 1.5  # so high that every card can be seen whole
MARGIN = 8
PATIENT = 120_000  # ms, also on a machine that has other work
# The script has ended, nothing of before is still shown, every chart is drawn.
RESTING = """() => {
  return document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning"
    && !document.querySelector("[data-testid=stSkeleton], [data-stale=true]")
    && [...document.querySelectorAll(".part-figure")].every((chart) => chart.querySelector(".main-svg path"));
}"""
Act = Callable[[Page, str], list[Locator]]  # what is done on a page in a language, and what of it is photographed
Pictures = Mapping[str, tuple[str, Act]]  # name → address and act


def take_all(pictures: Pictures) -> None:
    """Each picture in both languages, as docs/pictures/NAME.LANG.png."""
    PICTURES.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENT)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        home = os.environ.get("RONGHE_HOME") or demonstration(folder)
        browser = chromium(play)
        with served(home=home) as address:
            for name, (path, act) in pictures.items():
                for lang in LANGUAGES:
                    context = browser.new_context(
                        viewport={"width": WIDE, "height": HIGH}, device_scale_factor=SHARP, locale="zh-CN"
                    )
                    context.set_default_timeout(PATIENT)
                    page = context.new_page()
                    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={lang}")
                    page.wait_for_function(RESTING)
                    shown = act(page, lang)
                    page.wait_for_function(RESTING)
                    save(cut_out(page, shown), f"{name}.{lang}.png")
                    context.close()
        browser.close()


def demonstration(home: str) -> str:
    """A home with the demonstration data."""
    subprocess.run([sys.executable, "-m", "etl", "demo"], cwd=REPO, env=os.environ | {"RONGHE_HOME": home}, check=True)
    return home


def cut_out(page: Page, shown: list[Locator]) -> bytes:
    """The smallest part of the page that holds everything shown, as a PNG."""
    left, top, right, bottom = around(shown)
    if bottom > HIGH:
        shown[0].evaluate(
            "(one, margin) => { one.style.scrollMarginTop = margin; one.scrollIntoView(); }", f"{MARGIN}px"
        )
        page.wait_for_function(RESTING)
        left, top, right, bottom = around(shown)
    if bottom > HIGH:
        raise RuntimeError(f"{page.url}: what is to be photographed is {bottom - top} pixels high, {HIGH} is the most")
    return page.screenshot(
        clip={"x": left, "y": top, "width": right - left, "height": bottom - top}, animations="disabled"
    )


def around(shown: list[Locator]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is shown, with a margin."""
    boxes = [one.evaluate("one => one.getBoundingClientRect().toJSON()") for one in shown]
    left, top = (max(min(box[side] for box in boxes) - MARGIN, 0) for side in ("x", "y"))
    right = max(box["x"] + box["width"] for box in boxes) + MARGIN
    return left, top, min(right, WIDE), max(box["y"] + box["height"] for box in boxes) + MARGIN


def save(png: bytes, name: str) -> None:
    """Writes a picture in few colours. ValueError where it is too large even so."""
    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    size = len(small.getvalue())
    if size >= LARGEST:
        raise ValueError(f"{name} has {size} bytes, {LARGEST} are too many: photograph less of the page")
    (PICTURES / name).write_bytes(small.getvalue())
