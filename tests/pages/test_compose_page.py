"""The basket and the page 编排简报: add, order, note, save, open, delete, in both languages."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from briefing import compositions, drafts, template
from briefing.office_file import OLE
from tests.briefing.test_composed_deck import city_template
from tests.briefing.test_document_template import city_letterhead
from tests.pages.told_parts import button_of, pressed, told_parts
from words import LANGUAGES, say

REPO = Path(__file__).parents[2]
COMPOSE = "pages/briefing/compose.py"


@pytest.fixture
def home(demo_home, tmp_path, monkeypatch):
    """A warehouse of its own over the demonstration's builds."""
    (tmp_path / "builds").symlink_to(demo_home / "builds")
    monkeypatch.setenv("RONGHE_HOME", str(tmp_path))
    return tmp_path


def started(**address: str) -> AppTest:
    app = AppTest.from_file(str(REPO / "app.py"), default_timeout=120)
    for name, value in address.items():
        app.query_params[name] = value
    return app.run()


def with_basket(lang: str, *names: str) -> AppTest:
    """The composer with these cards of the overview in the basket."""
    app = started(lang=lang)
    for name in names:
        app = pressed(app, f"basket-{name}")
        assert button_of(app, f"basket-{name}")["disabled"]
    return app.switch_page(COMPOSE).run()


def kept(app: AppTest):
    """What a reload or the link would show."""
    return drafts.draft(app.session_state["draft"])


def word(kind: str, lang: str) -> str:
    return say(f"compose.page.words.{kind}", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cards_go_into_the_basket_and_a_reload_keeps_them(home, lang):
    app = with_basket(lang, "headline", "satisfaction_trend")
    assert not app.exception
    assert [block.exhibit for block in kept(app).blocks] == ["headline", "satisfaction_trend"]
    again = started(lang=lang, draft=app.session_state["draft"]).switch_page(COMPOSE).run()
    assert not again.exception
    findings = [each.value for each in again.markdown if each.value.startswith("**")]
    assert len(findings) == 2 and [told for told in told_parts(again) if "figure" in told]


def test_two_readers_of_one_link_have_a_basket_each(home):
    mine = with_basket("zh", "headline")
    link = mine.session_state["draft"]
    yours = started(draft=link).switch_page(COMPOSE).run()
    block = kept(yours).blocks[0].id
    yours = yours.button(key=f"remove-{block}").click().run()
    assert not kept(yours).blocks and kept(mine).blocks
    assert drafts.draft(link) == kept(mine)


def test_blocks_are_ordered_noted_and_removed_and_the_last_step_is_undone(home):
    app = with_basket("zh", "headline", "satisfaction_trend")
    first, second = (block.id for block in kept(app).blocks)
    app = app.button(key=f"down-{first}").click().run()
    assert [block.id for block in kept(app).blocks] == [second, first]
    (note, *_) = [area for area in app.text_area if area.label == word("exhibit", "zh")]
    app = note.set_value("<b>一句话</b>").run()
    assert kept(app).blocks[0].text == "<b>一句话</b>"
    app = app.button(key=f"remove-{second}").click().run()
    assert [block.id for block in kept(app).blocks] == [first]
    (undo,) = [button for button in app.button if button.label == say("compose.page.undo", "zh")]
    app = undo.click().run()
    assert [block.id for block in kept(app).blocks] == [second, first] and not app.exception


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headings_and_texts_are_added(home, lang):
    app = started(lang=lang).switch_page(COMPOSE).run()
    assert say("compose.empty", lang) in [each.value for each in app.info]
    for kind in ("heading", "text"):
        (button,) = [button for button in app.button if button.label == say(f"compose.page.add_{kind}", lang)]
        app = button.click().run()
    (heading,) = [field for field in app.text_input if field.label == word("heading", lang)]
    app = heading.set_value("一、满意度").run()
    assert [block.text for block in kept(app).blocks] == ["一、满意度", ""] and not app.exception


def named(app: AppTest, name: str, by: str = "王") -> AppTest:
    app.text_input(key="composed-name").set_value(name)
    app.text_input(key="by").set_value(by)
    return app.button(key="composed-save").click().run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_briefing_is_saved_opened_renamed_deleted_and_restored(home, lang):
    app = named(with_basket(lang, "headline"), "月报")
    assert say("compose.said.saved", lang, name="月报", number=1) in app.success[0].value.replace("\\", "")
    app = named(app, "月报")
    assert [version.aside for version in compositions.versions("月报")] == [False, False]
    app.selectbox(key="composed-version").set_value(1).run()
    app = app.button(key="composed-open").click().run()
    assert kept(app).version == 1
    app.text_input(key="composed-new-name").set_value("季报")
    app = app.button(key="composed-rename").click().run()
    assert [version.name for version in compositions.saved()] == ["季报"] and kept(app).name == "季报"
    app = app.button(key="composed-delete").click().run()
    assert not compositions.saved() and kept(app).blocks
    ((place, _),) = compositions.deleted()
    app = app.button(key=f"restore-{place}").click().run()
    assert compositions.opened("季报").blocks and not app.exception


def test_the_second_writer_reads_who_saved_in_between(home):
    app = named(with_basket("zh", "headline"), "月报")
    compositions.save(compositions.opened("月报"), "月报", "李")
    app = named(app, "月报")
    assert "李" in app.success[0].value and [version.number for version in compositions.versions("月报")] == [3, 2, 1]


def test_a_warehouse_that_cannot_be_written_loses_nothing_on_the_page(home, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    app = started()
    monkeypatch.setattr("briefing.store.write_whole", full)
    app = pressed(app, "basket-headline").switch_page(COMPOSE).run()
    assert "No space left" in app.warning[0].value and app.session_state["basket"].blocks
    app = named(app, "月报")
    assert "No space left" in app.error[0].value and not app.exception


def test_exhibits_of_an_older_build_are_told_and_can_be_renewed(home):
    app = with_basket("zh", "headline")
    old = kept(app).of_build("nolongerkept")
    app = started(draft=drafts.keep(old)).switch_page(COMPOSE).run()
    assert "nolongerkept" in app.warning[0].value and not app.exception


def test_a_link_to_a_draft_that_is_gone_is_told(home):
    assert "0123456789ab" in started(draft="0123456789ab").warning[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_templates_of_decks_and_of_documents_are_chosen_apart_and_kept_in_the_basket(home, lang):
    deck, letter = (
        template.keep(city_template(), "市幻灯片"),
        template.keep(city_letterhead(body=False), "市公文", "docx"),
    )
    app = with_basket(lang, "headline")
    app = app.selectbox(key="composed-template-docx").set_value(letter.id).run()
    assert (kept(app).template, kept(app).letterhead) == ("", letter.id)
    assert any(say("document.master.role.body", lang) in each.value for each in app.caption)
    app = app.selectbox(key="composed-template-pptx").set_value(deck.id).run()
    assert (kept(app).template, kept(app).letterhead) == (deck.id, letter.id) and not app.exception


def test_a_template_that_can_not_be_used_is_refused_on_the_page_and_changes_nothing(home):
    app = with_basket("zh", "headline")
    before = kept(app)
    app.session_state["draft"]  # the basket is kept
    (field,) = [each for each in app.get("file_uploader") if each.proto.label.startswith("Word")]
    app = field.upload("old.doc", OLE + b"\0" * 600, "application/msword").run()
    assert say("compose.template.old_format", "zh", program="Word", old=".doc", new=".docx") in [
        each.value.replace("\\", "") for each in app.error
    ]
    assert kept(app) == before and not template.kept("docx")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_export_is_recorded_under_the_saved_name_else_the_title_else_its_kind(home, lang):
    app = with_basket(lang, "headline")
    assert files(app) >= {f"file-{say('compose.file.deck', lang)}.pptx", f"file-{say('compose.file.pack', lang)}.html"}
    next(each for each in app.text_input if str(each.key).startswith("composed-title-")).set_value("三季度情况").run()
    assert files(app) >= {"file-三季度情况.pptx", "file-三季度情况.docx"}
    app.text_input(key="composed-name").set_value("季报").run()
    app.button(key="composed-save").click().run()
    assert not app.exception
    assert files(app) >= {"file-季报.pptx", "file-季报.docx", "file-季报.html", "file-季报.zip"}


def files(app: AppTest) -> set[str]:
    """The keys of the downloads: they hold the names under which exports are recorded."""
    return {"file-" + each.proto.id.rpartition("file-")[2] for each in app.get("download_button")}
