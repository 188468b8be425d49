"""核稿 and 续稿 read every place of a file: headers, notes, boxes, controls, formulas, diagrams, comments, layouts."""

import io

import pytest
from docx import Document
from lxml import etree
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Inches

from briefing.checking import UNKNOWN, check
from briefing.checking.report import commented
from briefing.edited import opened as read
from briefing.refreshing import refresh
from briefing.refreshing.report import marked
from tests.briefing.edited_briefing import export, opened, saved
from tests.briefing.exported_city import correct
from tests.briefing.test_edited_packages import findings

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
P, A = (f"http://schemas.openxmlformats.org/{each}/2006/main" for each in ("presentationml", "drawingml"))
DIAGRAM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOX = "<w:txbxContent><w:p><w:r><w:t>测试{}件</w:t></w:r></w:p></w:txbxContent>"
PARAGRAPHS = {
    "content control": "<w:p><w:sdt><w:sdtContent><w:r><w:t>测试{}件</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    "insertion": '<w:p><w:ins w:id="70" w:author="王"><w:r><w:t>测试{}件</w:t></w:r></w:ins></w:p>',
    "field": '<w:p><w:fldSimple w:instr=" REF 数 "><w:r><w:t>测试{}件</w:t></w:r></w:fldSimple></w:p>',
    "formula": "<w:p><m:oMath><m:r><m:t>测试{}件</m:t></m:r></m:oMath></w:p>",
    "box": "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
    f"<wps:txbx>{BOX}</wps:txbx></mc:Choice><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r></w:p>",
}


def numbered() -> tuple[bytes, dict[str, str]]:
    """A document with an unknown number at every place; place → number."""
    file = opened(export(("satisfaction_by_unit",), "docx"), "docx")
    section = file.sections[0]
    section.different_first_page_header_footer = True
    places = {each: str(81_000 + at) for at, each in enumerate((*PARAGRAPHS, "header", "footer", "first", "comment"))}
    for name, xml in PARAGRAPHS.items():
        filled = xml.replace("{}", places[name]).replace("<w:p>", f"<w:p {W} {M} {MC} {WPS}>", 1)
        file.paragraphs[1]._p.addprevious(etree.fromstring(filled))
    section.header.paragraphs[0].text = f"测试{places['header']}件"
    section.footer.paragraphs[0].add_run(f"测试{places['footer']}件")
    section.first_page_header.paragraphs[0].text = f"测试{places['first']}件"
    file.add_comment(file.paragraphs[0].runs[0], text=f"测试{places['comment']}件", author="王")
    return saved(file), places


def test_a_number_at_every_place_of_a_document_is_listed(city):
    content, places = numbered()
    found = {each.says: each.place.kind for each in check(content, "zh").of(UNKNOWN)}
    assert found == {number: place if place in ("header", "footer", "comment") else "header" if place == "first"
                     else "paragraph" for place, number in places.items()}  # fmt: skip


def test_a_remark_of_a_header_or_comment_stands_in_the_text_and_the_file_is_valid(city, tmp_path):
    content, _ = numbered()
    wrong = content_with(content, "测试", "测试甲局总体满意率12.34%，")
    checked = check(wrong, "zh")
    made = commented(checked, wrong, "zh")
    said = [comment.text for comment in Document(io.BytesIO(made)).comments]
    assert all(any(each.place.words("zh") in text for text in said) for each in checked.of("wrong"))
    assert {each.place.kind for each in checked.of("wrong")} >= {"header", "footer", "comment", "paragraph"}
    assert findings(made, "docx", tmp_path) == findings(wrong, "docx", tmp_path)
    assert len(check(made, "zh").findings) == len(checked.findings)  # what it says itself is not read again


def content_with(content: bytes, old: str, new: str) -> bytes:
    package = read(content, "zh").package
    assert package is not None
    for name, part in list(package.parts.items()):
        if name.startswith("word/") and name.endswith(".xml"):
            package.put(name, part.replace(old.encode(), new.encode()))
    return package.written()


def test_the_copy_of_a_box_for_old_programs_is_refreshed_with_it(city, tmp_path):
    content, places = numbered()
    content = content_with(content, f"测试{places['box']}件", "2024年测试甲局总体满意率91.12%")
    correct(tmp_path)
    package = read(marked(refresh(content, "zh"), "zh"), "zh").package
    assert package is not None
    text = package.parts["word/document.xml"].decode()
    assert "91.12" not in text and text.count("2024年测试甲局总体满意率") == 2


def with_everything() -> bytes:
    """A deck with an unknown number in a diagram, a footer, a comment, a layout and a group."""
    deck = opened(export(("satisfaction_by_unit",), "pptx"), "pptx")
    slide = deck.slides[0]
    text = f'<a:p xmlns:a="{A}"><a:r><a:t>测试{{}}件</a:t></a:r></a:p>'
    data = f'<d:dataModel xmlns:d="{DIAGRAM}"><d:ptLst><d:pt><d:t>{text}</d:t></d:pt></d:ptLst></d:dataModel>'
    drawn = f'<s:drawing xmlns:s="http://schemas.microsoft.com/office/drawing/2008/diagram">{text}</s:drawing>'
    listed = f'<p:cmLst xmlns:p="{P}"><p:cm authorId="0" idx="1"><p:text>测试71003件</p:text></p:cm></p:cmLst>'
    parts = (
        ("diagrams/data1", f"{OFFICE}/diagramData", data.format(71001)),
        ("diagrams/drawing1", f"{OFFICE}/diagramDrawing", drawn.format(71001)),
        ("comments/comment1", f"{OFFICE}/comments", listed),
    )
    ids = [
        slide.part.relate_to(Part(PackURI(f"/ppt/{name}.xml"), "text/xml", slide.part.package, xml.encode()), kind)
        for name, kind, xml in parts
    ]
    frame = (
        f'<p:graphicFrame xmlns:p="{P}" xmlns:d="{DIAGRAM}" xmlns:r="{OFFICE}"><p:nvGraphicFramePr>'
        f'<p:cNvPr id="950" name="图示"/></p:nvGraphicFramePr><d:relIds r:dm="{ids[0]}"/></p:graphicFrame>'
    )
    footer = (
        f'<p:sp xmlns:p="{P}"><p:nvSpPr><p:cNvPr id="951" name="页脚"/><p:nvPr><p:ph type="ftr"/></p:nvPr>'
        f"</p:nvSpPr><p:txBody>{text.format(71002)}</p:txBody></p:sp>"
    )
    for xml in (frame, footer):
        slide.shapes._spTree.append(etree.fromstring(xml))
    slide.slide_layout.shapes._spTree.append(
        etree.fromstring(f'<p:sp xmlns:p="{P}"><p:txBody>{text.format(71004)}</p:txBody></p:sp>')
    )
    group = slide.shapes.add_group_shape().shapes.add_group_shape()
    group.shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.text = "测试71005件"
    return saved(deck)


def test_a_number_at_every_place_of_a_deck_is_listed(city):
    found = {each.says: each.place.kind for each in check(with_everything(), "zh").of(UNKNOWN)}
    assert found == {"71001": "slide", "71002": "margin", "71003": "remark", "71004": "layout", "71005": "slide"}


@pytest.mark.parametrize("instruction", ["PAGE", "NUMPAGES", "PAGEREF _Toc1", "DATE"])
def test_the_result_of_a_field_that_tells_a_place_is_no_figure(city, instruction):
    file = opened(export(("satisfaction_by_unit",), "docx"), "docx")
    runs = [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        f"<w:r><w:instrText> {instruction} </w:instrText></w:r>",
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>81234</w:t></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t>测试81235件</w:t></w:r>',
    ]
    file.paragraphs[1]._p.addprevious(etree.fromstring(f"<w:p {W}>{''.join(runs)}</w:p>"))
    assert [each.says for each in check(saved(file), "zh").of(UNKNOWN)] == ["81235"]
