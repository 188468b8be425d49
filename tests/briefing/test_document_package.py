"""A document as a package that Word opens without a repair: against the schemas, and part by part."""

import datetime
import io
import posixpath
import zipfile
from dataclasses import replace

import polars as pl
import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

import briefing
from briefing.document import KINDS, Heading, Letter, Text, document_bytes
from briefing.document.writing import PARAGRAPH_ORDER, RUN_ORDER
from tests.briefing.made_slides import exhibit
from tests.briefing.read_document import W, opened
from tests.briefing.read_slides import LANGUAGES
from tests.exhibits.demonstration import exhibit_of

LETTER = Letter(
    title="关于融合党建成效情况的通报",
    office="市级机关工委",
    day=datetime.date(2026, 1, 5),
    to="各直属党组织",
    red_head="市级机关工作委员会文件",
    issue=12,
    copies=60,
    preface="现将情况印发。",
    report_to="市委办公室",
    send_to="市人大",
    issue_to="各直属党组织",
    note="仅供参考",
)
HOSTILE = (
    "=1+1",
    "<script>&amp;</w:t>门",
    "\x00\x07\x0b\ufffe坏字符",
    "@SUM(A1)",
    "http://example.invalid/门",
    "长" * 10_000,
    "\u202e倒写",
    "a\tb\nc",
)


def findings(content: bytes, tmp_path) -> list[str]:
    """What a validator of the schemas objects to."""
    file = tmp_path / "document.docx"
    file.write_bytes(content)
    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(file)
    return [str(error) for error in result.errors]


@pytest.mark.parametrize(("kind", "lang"), list(zip(KINDS, LANGUAGES, strict=True)))
def test_a_document_of_every_exhibit_is_valid(demo_home, tmp_path, kind, lang):
    made = [exhibit_of(name, lang=lang) for name in briefing.SUPPORTED]
    assert findings(document_bytes([Heading("甲"), Text("乙"), *made], lang, kind, LETTER), tmp_path) == []


def test_the_validator_sees_children_in_the_wrong_order(tmp_path):
    document = opened(Text("甲"))
    properties = next(each for each in document.body.iter(f"{W}pPr") if len(each) > 1)
    properties.append(properties[0])  # the style is the first child
    document.document.save(tmp_path / "wrong.docx")
    assert findings((tmp_path / "wrong.docx").read_bytes(), tmp_path)


@pytest.fixture
def document(demo_home):
    names = ("headline", "satisfaction_trend", "index_trend", "satisfaction_by_unit", "duty_matrix")
    return opened(*map(exhibit_of, names), letter=LETTER)


def test_ids_are_unique_and_every_relationship_leads_to_a_part(document):
    ids = [drawn.get("id") for drawn in document.body.iter("{*}docPr")]
    assert len(ids) == len(set(ids)) >= 5
    names = set(document.archive.namelist())
    for name in names:
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            relations = document.xml(name)
            keys = [one.get("Id") for one in relations]
            assert len(keys) == len(set(keys))
            for one in relations:
                assert posixpath.normpath(posixpath.join("/" + folder, one.get("Target"))).lstrip("/") in names


def test_every_part_has_its_content_type(document):
    types = document.xml("[Content_Types].xml")
    overrides = {one.get("PartName") for one in types if one.get("PartName")}
    defaults = {one.get("Extension") for one in types if one.get("Extension")}
    for name in document.archive.namelist():
        assert f"/{name}" in overrides or name.rsplit(".", 1)[1] in defaults or name == "[Content_Types].xml"
    charts = [name for name in document.archive.namelist() if "charts/chart" in name and "_rels" not in name]
    assert charts and {f"/{name}" for name in charts} <= overrides


def test_properties_stand_in_the_order_of_the_schema(document):
    for tag, order in (("pPr", PARAGRAPH_ORDER), ("rPr", RUN_ORDER)):
        for properties in document.body.iter(f"{W}{tag}"):
            places = [order.index(etree.QName(child).localname) for child in properties]
            assert places == sorted(places)


def test_every_run_names_its_east_asian_and_its_latin_font(document):
    for name in ("word/document.xml", "word/footer1.xml", "word/footer2.xml"):
        runs = list(document.xml(name).iter(f"{W}r"))
        assert runs
        for run in runs:
            fonts = run.find(f"{W}rPr/{W}rFonts")
            assert fonts.get(f"{W}eastAsia") and fonts.get(f"{W}ascii") == "Times New Roman"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_hostile_texts_stay_texts_in_every_field(tmp_path, text, lang):
    kept = text.replace("\x00", "").replace("\x07", "").replace("\x0b", "").replace("\ufffe", "")
    made = exhibit("rectification_closure")
    frame = made.frame.with_columns(group_name=made.frame["group_name"].str.replace(".*", text[:200], literal=False))
    made = replace(made, frame=frame, finding=text, footer=text, subtitle=text, alt=text)
    fields = ("title", "office", "to", "red_head", "name", "preface", "report_to", "send_to", "issue_to", "note")
    letter = Letter(**dict.fromkeys(fields, text))
    for kind in KINDS:
        content = document_bytes([Heading(text), Text(text), made], lang, kind, letter)
        assert findings(content, tmp_path) == []
    said = opened(Text(text), letter=letter, lang=lang).texts
    assert kept.splitlines()[0].strip() in said


def test_a_name_that_looks_like_a_formula_is_a_text_in_the_worksheet(demo_home):
    made = exhibit_of("rectification_summary")
    document = opened(replace(made, frame=made.frame.with_columns(group_name=pl.lit("=1+1"))))
    (chart,) = document.charts
    assert "=1+1" in [row[0] for row in chart.sheet]
    (name,) = [name for name in document.archive.namelist() if name.endswith(".xlsx")]
    sheet = zipfile.ZipFile(io.BytesIO(document.archive.read(name))).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_a_trace_code_is_not_broken_at_its_hyphen_and_reads_as_it_is_written(demo_home):
    made = exhibit_of("satisfaction_trend")
    document = opened(made, Text(f"见{made.code}；2019-2025，A-B"))
    kept = [text for text in document.texts if made.code in text]
    assert kept == [made.footer, f"见{made.code}；2019-2025，A-B"]
    assert len(list(document.body.iter(f"{W}noBreakHyphen"))) == 2
