"""A clerk's way in a real browser: drag a ledger in, see its faults, get it back marked, publish, trace, withdraw."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

import etl
from bench.served import served
from tests.browser.conftest import click_row, settled
from words import say

pytestmark = pytest.mark.browser
LEDGER = "示例数据_2025年整改台账.xlsx"
PATIENT = 120_000  # ms: a build is made of all the demonstration, also on a machine that has other work


@pytest.fixture(scope="module")
def office(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server over a copy of the demonstration, which may be loaded into; its address and its home."""
    home = tmp_path_factory.mktemp("office") / "home"
    shutil.copytree(demo_home, home)
    with served(home=home, log=home.parent / "log.txt") as address:
        yield address, home


@pytest.fixture
def changed_ledger(office: tuple[str, Path], tmp_path: Path) -> Path:
    """The ledger of 2025 with forty closing days taken out and one unit misspelt."""
    original = next(
        folder / "original.xlsx"
        for folder in sorted((office[1] / "batches").iterdir())
        if LEDGER in (folder / "manifest.json").read_text(encoding="utf-8")
    )
    book = openpyxl.load_workbook(original)
    sheet = book.worksheets[0]
    (heads,) = [row for row in sheet.iter_rows(max_row=6) if "销号日期" in [cell.value for cell in row]]
    column = {cell.value: cell.column for cell in heads}
    closed = [row for row in range(heads[0].row + 1, sheet.max_row) if sheet.cell(row, column["销号日期"]).value]
    for row in closed[:40]:
        sheet.cell(row, column["销号日期"]).value = None
        sheet.cell(row, column["当前状态"]).value = "整改中"
    sheet.cell(closed[50], column["责任单位"]).value = "市教肓局"
    book.save(tmp_path / LEDGER)
    return tmp_path / LEDGER


def button(page: Page, key: str, **facts: str):
    return page.get_by_role("button", name=say(key, "zh", **facts), exact=True)


def downloaded(page: Page, name: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).first.click()
    return download.value.suggested_filename, download.value.path().read_bytes()


def test_a_ledger_goes_in_comes_back_marked_and_is_withdrawn(
    page: Page, office: tuple[str, Path], changed_ledger: Path, foreign: list[str], monkeypatch: pytest.MonkeyPatch
):
    address, home = office
    monkeypatch.setenv("RONGHE_HOME", str(home))
    page.goto(address + "/intake")
    settled(page)
    page.set_input_files("input[type=file] >> nth=0", str(changed_ledger))
    settled(page)
    button(page, "pages.intake.check").click()
    page.get_by_role("heading", name=say("pages.intake.will_change", "zh")).wait_for(timeout=PATIENT)
    expect(page.locator(".st-key-card-review")).to_contain_text("全市 · 销号率", use_inner_text=True)
    settled(page)
    assert len(etl.history()) == len({batch["batch_id"] for batch in etl.history() if batch["loaded_by"] == "demo"})

    name, returned = downloaded(page, say("stewards.annotated", "zh"))
    assert name == "示例数据_2025年整改台账_退回.xlsx"
    sheet = openpyxl.load_workbook(io.BytesIO(returned)).worksheets[0]
    comments = {cell.value: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert "市教育局" in comments["市教肓局"]

    page.get_by_label(say("pages.intake.by", "zh"), exact=True).fill("王五")
    page.keyboard.press("Tab")
    settled(page)
    expect(button(page, "pages.intake.publish")).to_be_visible()  # drawn after the question that may stand above it
    if page.locator(".st-key-sure").count():
        page.locator(".st-key-sure label").first.click()
        settled(page)
    button(page, "pages.intake.publish").click()
    page.locator(".st-key-card-done").wait_for(timeout=PATIENT)
    settled(page)
    newest = etl.history()[0]
    assert (newest["file"], newest["loaded_by"]) == (LEDGER, "王五")

    page.goto(address + "/history")
    settled(page)
    click_row(page.locator(".st-key-card-batches .table-box"))
    button(page, "pages.history.withdraw").click()
    button(page, "pages.history.do", what=say("pages.history.withdraw", "zh")).click(timeout=PATIENT)
    page.locator("[data-testid=stAlert]", has_text="已撤回").wait_for(timeout=PATIENT)
    assert etl.history()[0]["state"] == "withdrawn"
    assert foreign == []


def test_a_figure_leads_to_its_workbook(page: Page, office: tuple[str, Path], monkeypatch: pytest.MonkeyPatch):
    address, home = office
    monkeypatch.setenv("RONGHE_HOME", str(home))
    page.goto(address + "/rectification?year_from=2025&year_to=2025")
    settled(page)
    page.locator(".st-key-trace-rectification_summary button").first.click()
    page.get_by_role("heading", level=1, name=say("pages.trace.title", "zh")).wait_for()
    settled(page)
    click_row(page.locator(".st-key-card-files .table-box"))
    name, kept = downloaded(page, say("stewards.original", "zh", file="").strip())
    (batch,) = [batch for batch in etl.history() if batch["file"] == name and batch["live"]]
    assert kept == etl.original_workbook(batch["batch_id"]).read_bytes()


def test_an_empty_template_is_handed_out(page: Page, office: tuple[str, Path]):
    page.goto(office[0] + "/intake")
    button(page, "pages.intake.templates").click()
    name, template = downloaded(page, say("pages.intake.template", "zh"))
    assert name.startswith("模板_") and openpyxl.load_workbook(io.BytesIO(template)).sheetnames


STRANGER = (
    "工单号,承办部门,交办日期,结案日期,办理状态,问题来源\n"
    "G-1,市教育局,25/03/2025,30/04/2025,已销号,巡察\n"
    "G-2,市财政局,26/03/2025,,处理ing,巡察\n"
)


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a select box by keyboard."""
    box = page.get_by_label(label, exact=True)
    box.click()
    box.fill(option)
    box.press("Enter")
    settled(page)


def test_a_strangers_ledger_is_taught_and_read(
    page: Page, office: tuple[str, Path], tmp_path: Path, foreign: list[str], monkeypatch: pytest.MonkeyPatch
):
    address, home = office
    monkeypatch.setenv("RONGHE_HOME", str(home))
    path = tmp_path / "外来台账202503.csv"
    path.write_text(STRANGER, encoding="utf-8")
    page.goto(address + "/intake")
    settled(page)
    page.set_input_files("input[type=file] >> nth=0", str(path))
    settled(page)
    button(page, "pages.intake.check").click()
    helper = page.locator(".st-key-card-layout")
    expect(helper).to_contain_text("教系统读“外来台账202503.csv”", timeout=PATIENT)
    settled(page)
    expect(helper).to_contain_text("试读前2行：能收1行，会退回1行。")
    choose(page, say("pages.intake.helper.means", "zh", column="当前状态", word="处理ing"), "整改中")
    expect(helper).to_contain_text("试读前2行：能收2行，会退回0行。")
    button(page, "pages.intake.helper.save").click()
    page.get_by_role("heading", name=say("pages.intake.will_change", "zh")).wait_for(timeout=PATIENT)
    expect(helper).to_have_count(0)
    assert [file.name for file in (home / "layouts").iterdir()] == ["外来台账.v1.toml"]
    assert foreign == []
