"""A city's own .docx as the master of composed documents: filled in place, its parts kept, or refused."""

import io
import subprocess
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm
from openxml_audit import FileFormat, OpenXmlValidator

from briefing import office_file, template
from briefing.composed_document import composed_document_bytes
from briefing.composition import HEADING, TEXT, Block
from briefing.document.master import Master
from tests.briefing.composed_briefing import HOSTILE, composition, parts_of
from tests.briefing.edited_briefing import by_libreoffice
from tests.briefing.read_document import Opened
from words import LANGUAGES, say

pytestmark = pytest.mark.usefixtures("demo_home")
NAMES = ("headline", "satisfaction_trend", "duty_matrix")


def city_letterhead(*, marks: bool = True, body: bool = True, split: bool = False) -> bytes:
    """A template with a red head, a seal's line at the end, its own heading, a header with the day."""
    document = docx.Document()
    section = document.sections[0]
    section.left_margin = section.right_margin = Mm(40)
    document.add_paragraph("南城市机关工委文件")
    if marks:
        title = document.add_paragraph(style="Title")
        for piece in ("{{", " 标题", "}}") if split else ("{{标题}}",):
            title.add_run(piece).italic = True
        document.add_paragraph("（{{副标题}}）")
        section.header.paragraphs[0].text = "印发日期：｛｛日期｝｝"
        if body:
            document.add_paragraph().add_run("{{正文}}").underline = True
    document.add_paragraph("（盖章处）{{联系人}}")
    return saved(document)


def saved(document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def controls() -> bytes:
    """Content controls instead of marks: of a block, and inside a paragraph with words beside it."""
    document = docx.Document()
    title = f'<w:sdt {nsdecls("w")}><w:sdtPr><w:alias w:val="Title"/><w:tag w:val="other"/><w:showingPlcHdr/></w:sdtPr>'
    title += "<w:sdtContent><w:r><w:rPr><w:rStyle w:val='PlaceholderText'/></w:rPr><w:t>Click here</w:t></w:r>"
    title += "</w:sdtContent></w:sdt>"
    document.add_paragraph("题：")._p.append(parse_xml(title))
    body = (
        f'<w:sdt {nsdecls("w")}><w:sdtPr><w:tag w:val="正文"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>待填</w:t></w:r>'
    )
    document.element.body.insert(1, parse_xml(body + "</w:p></w:sdtContent></w:sdt>"))
    document.add_paragraph("尾")
    return saved(document)


def made(content: bytes, lang: str = "zh", title: str = "年度汇报") -> Opened:
    briefing = composition(*NAMES, title=title, note="编者的话")
    return Opened(composed_document_bytes(briefing, parts_of(briefing, lang), lang, content))


def faults(content: bytes, tmp_path) -> list[str]:
    (tmp_path / "document.docx").write_bytes(content)
    result = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(tmp_path / "document.docx")
    return [str(error) for error in result.errors]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("split", [False, True], ids=["one run", "three runs"])
def test_marks_are_filled_where_they_stand_and_all_else_stays(lang, split):
    document = made(city_letterhead(split=split), lang)
    texts = document.texts
    assert texts[:3] == ["南城市机关工委文件", "年度汇报", "（专题会议）"] and texts[-1] == "（盖章处）{{联系人}}"
    findings = [part.exhibit.finding for part in parts_of(composition(*NAMES), lang) if part.exhibit]
    places = [next(at for at, text in enumerate(texts) if text.endswith(finding)) for finding in findings]
    assert places == sorted(places) and "正文一段" in texts and any("编者的话" in text for text in texts)
    assert say("document.notice.note", lang, note=say("document.sample", lang)) == texts[-2]
    header = document.document.sections[0].header.paragraphs[0].text
    assert header.startswith("印发日期：") and "日期｝" not in header and header[-1].isalnum()
    title = next(each for each in document.document.paragraphs if each.text == "年度汇报")
    assert title.runs[0].italic and title.style.name == "Title"


def test_the_paragraph_of_the_body_says_how_texts_look_and_its_page_how_wide_charts_and_tables_are():
    document = made(city_letterhead())
    text = next(each for each in document.document.paragraphs if each.text == "正文一段")
    assert text.runs[0].underline and text.style.name == "Normal"
    section = document.document.sections[0]
    wide = section.page_width - section.left_margin - section.right_margin
    (inline,) = [int(each.get("cx")) for each in document.body.iter("{*}extent")]
    assert inline == wide and document.charts
    tables = [
        sum(int(one.get(qn("w:w"))) for one in table.iter(qn("w:gridCol"))) for table in document.body.iter(qn("w:tbl"))
    ]
    assert len(tables) > 1 and all(each == pytest.approx(wide / 635, rel=0.01) for each in tables)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_in_a_template_are_those_of_our_own_page(lang):
    briefing = composition(*NAMES)
    own = Opened(composed_document_bytes(briefing, parts_of(briefing, lang), lang))
    filled = made(city_letterhead(), lang)
    assert filled.tables == own.tables
    assert [chart.numbers for chart in filled.charts] == [chart.numbers for chart in own.charts]
    said = [text for text in own.texts if any(letter.isdigit() for letter in text)]
    assert set(said[:-2]) <= {*filled.texts, *own.texts[:4], *own.texts[-4:]}


@pytest.mark.parametrize("content", [city_letterhead(), controls()], ids=["marks", "controls"])
def test_a_filled_template_is_valid(content, tmp_path):
    briefing = composition(*NAMES)
    assert faults(composed_document_bytes(briefing, parts_of(briefing), "zh", content), tmp_path) == []


def test_content_controls_are_placeholders_by_tag_or_title():
    document = made(controls())
    texts = ["".join(each.itertext(qn("w:t"))) for each in document.body.iter(qn("w:p"))]
    assert texts[0] == "题：年度汇报" and texts[-1] == "尾" and "正文一段" in texts and "待填" not in texts
    assert not list(document.body.iter(qn("w:showingPlcHdr"))) and not list(document.body.iter(qn("w:rStyle")))


def test_what_has_no_placeholder_is_not_lost_and_the_sentence_names_it():
    content = controls()
    lacking = Master(content).missing("zh")
    assert all(say(f"document.master.role.{role}", "zh") in lacking.split("。")[0] for role in ("subtitle", "day"))
    assert say("document.master.role.title", "zh") not in lacking.split("。")[0].replace("副标题", "")
    texts = made(content).texts
    assert "专题会议" in texts
    assert not Master(city_letterhead()).missing("zh")
    without = city_letterhead(body=False)
    assert say("document.master.role.body", "zh") in Master(without).missing("zh").split("。")[0]
    texts = made(without).texts
    assert texts.index("（盖章处）{{联系人}}") < texts.index("正文一段")


def test_a_body_in_a_table_is_none_and_its_mark_is_not_left_behind():
    document = docx.Document()
    document.add_table(1, 1).cell(0, 0).text = "{{正文}}"
    document.add_paragraph("{{标题}}")
    content = saved(document)
    assert say("document.master.role.body", "zh") in Master(content).missing("zh")
    filled = made(content)
    assert filled.tables[0] == [("",)] and "正文一段" in filled.texts


def test_own_charts_and_drawings_of_a_template_keep_their_names(tmp_path):
    briefing = composition("satisfaction_trend")
    with_chart = docx.Document(io.BytesIO(composed_document_bytes(briefing, parts_of(briefing), "zh")))
    with_chart.add_paragraph("{{正文}}")
    content = saved(with_chart)
    document = made(content)
    names = document.archive.namelist()
    assert len(names) == len(set(names)) and len(document.charts) == 2
    ids = [each.get("id") for each in document.body.iter("{*}docPr")]
    assert len(ids) == len(set(ids))
    assert faults(composed_document_bytes(briefing, parts_of(briefing), "zh", content), tmp_path) == []


def test_a_mark_that_ends_a_section_leaves_the_section(tmp_path):
    document = docx.Document()
    document.add_paragraph("{{正文}}")
    section = document.add_section()
    section.left_margin = Mm(70)
    document.paragraphs[0]._p.get_or_add_pPr().append(document.paragraphs[1]._p.pPr.sectPr)
    document.add_paragraph("附件")
    filled = made(saved(document))
    assert len(filled.document.sections) == 2 and filled.texts[-1] == "附件"


def test_headings_that_number_themselves_are_not_numbered_twice():
    document = docx.Document(io.BytesIO(city_letterhead()))
    properties = document.styles["Heading 1"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    findings = [part.exhibit.finding for part in parts_of(composition(*NAMES)) if part.exhibit]
    assert made(saved(document)).of_style("Heading 2")[0] == f"（一）{findings[0]}"
    properties = document.styles["Heading 2"].element.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="1"/></w:numPr>'))
    assert made(saved(document)).of_style("Heading 2") == findings


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("一、满意度", "一、满意度"),
        ("1. Satisfaction", "1. Satisfaction"),
        ("1 Satisfaction", "1 Satisfaction"),
        ("满意度", "一、满意度"),
        ("12345热线", "一、12345热线"),
        ("3.5个百分点", "一、3.5个百分点"),
    ],
)
def test_a_heading_that_the_writer_numbered_keeps_that_number_alone(heading, shown):
    briefing = replace(composition(), blocks=(Block(HEADING, heading),))
    own = Opened(composed_document_bytes(briefing, parts_of(briefing), "zh"))
    assert own.of_style("Heading 1") == [shown]


@pytest.mark.parametrize("text", ["{{正文}}{{标题}}", *HOSTILE])
@pytest.mark.parametrize("content", [None, city_letterhead()], ids=["own page", "template"])
def test_hostile_texts_in_every_field_are_texts_and_no_marks(content, text, tmp_path):
    briefing = replace(composition("satisfaction_trend", title=text[:200], note=text), subtitle=text[:200])
    briefing = replace(briefing, blocks=(*briefing.blocks, Block(HEADING, text), Block(TEXT, text)))
    made = composed_document_bytes(briefing, parts_of(briefing), "zh", content)
    assert faults(made, tmp_path) == []
    texts, kept = Opened(made).texts, briefing.blocks[-1].text
    assert briefing.title in texts and any(briefing.subtitle in each for each in texts)
    assert kept in texts and sum(kept in each for each in texts) >= 3  # as a text, a heading and a note
    assert not list(Opened(made).body.iter(qn("w:hyperlink"), qn("w:instrText"), qn("w:fldSimple")))


def packed(change: dict[str, bytes]) -> bytes:
    """The template with parts added or changed."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(city_letterhead())) as old, zipfile.ZipFile(file, "w") as new:
        for each in old.infolist():
            new.writestr(each.filename, change.get(each.filename, old.read(each)))
    return file.getvalue()


def typed(old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(city_letterhead())) as archive:
        types = archive.read(office_file.TYPES).replace(old, new)
    return packed({office_file.TYPES: types})


def test_a_dotx_is_a_template_too():
    content = typed(b"wordprocessingml.document.main", b"wordprocessingml.template.main")
    assert made(content).texts[1] == "年度汇报"


REFUSED = [
    ("password", office_file.OLE + b"\0" * 600 + office_file.ENCRYPTED + b"\0" * 600),
    ("old_format", office_file.OLE + "WordDocument".encode("utf-16-le") + b"\0" * 600),
    (
        "macro",
        typed(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        ),
    ),
    (
        "macro",
        typed(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'),
    ),
    ("damaged", city_letterhead()[:5000]),
    ("damaged", packed({"word/document.xml": b"<w:document"})),
    ("damaged", b"no zip at all"),
    ("too_large", b"x" * (office_file.LARGEST + 1)),
    ("other_kind", typed(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main")),
    ("no_placeholder", city_letterhead(marks=False)),
]


@pytest.mark.parametrize(("key", "content"), REFUSED, ids=[f"{key}-{at}" for at, (key, _) in enumerate(REFUSED)])
def test_a_file_that_is_no_template_gets_its_sentence_and_is_not_kept(key, content, fresh_home):
    with pytest.raises(template.TemplateError) as refused:
        template.keep(content, "x.docx", "docx")
    assert refused.value.key == f"compose.template.{key}"
    for lang in LANGUAGES:
        sentence = refused.value.sentence(lang)
        assert "PowerPoint" not in sentence and "{program" not in sentence
    assert not template.kept("docx") and not list(fresh_home.rglob("*.*"))


def test_templates_of_decks_and_documents_are_kept_apart(fresh_home):
    kept = template.keep(city_letterhead(), "本市公文.docx", "docx")
    assert template.kept("docx") == [kept] and template.kept() == []
    assert template.content_of(kept.id, "docx") == city_letterhead() and template.content_of(kept.id) is None


def test_a_template_that_libreoffice_has_saved_is_filled_and_drawn(tmp_path):
    content = by_libreoffice(city_letterhead(), "docx", tmp_path)
    briefing = composition(*NAMES, note="编者的话")
    made = composed_document_bytes(briefing, parts_of(briefing), "zh", content)
    assert Opened(made).texts[1] == "年度汇报"
    (tmp_path / "made.pdf").write_bytes(by_libreoffice(made, "docx", tmp_path, "pdf"))
    drawn = subprocess.run(["pdftotext", str(tmp_path / "made.pdf"), "-"], check=True, capture_output=True, text=True)
    text = "".join(drawn.stdout.split())
    for part in parts_of(briefing):
        for words in (part.block.text, part.exhibit.finding if part.exhibit else ""):
            assert "".join(words.split()) in text
    assert "（盖章处）" in text and "印发日期：20" in text
