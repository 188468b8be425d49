"""A trace code restores its card: from its build, from the stored figures, and never what is hidden today."""

import json
import re

import pytest

import queries
from briefing import exports
from briefing.__main__ import main
from briefing.answered import answered, in_every_language
from briefing.codes import batch_words, change_words, outcome, restored
from exhibits import CATALOGUE, Selection
from exhibits.trace_code import SYMBOLS, tidy
from tests.briefing.exported_city import BY_UNIT, CHOSEN, SHRUNK, correct, exported, forget
from tests.etl.small_city import NAMES


def test_a_card_of_the_build_in_force_is_restored_as_it_is(city):
    code, shown = exported(selection=Selection(units=("T1", "T2"), basis="two")), answered
    card = restored(code, "zh")
    assert card.was.frame.equals(shown(BY_UNIT, Selection(units=("T1", "T2"), basis="two")).frame)
    assert (card.kept.exhibit, card.selection.units, card.selection.basis) == (BY_UNIT, ("T1", "T2"), "two")
    assert (card.kept.build, card.was.code, card.was.footer) == (queries.build_id(), code, card.now.footer)
    assert outcome(card) == "这就是现行构建，数字没有变。"
    (export,) = card.kept.exports
    assert (export.by, export.kind, export.file, export.lang) == ("写稿人", "pptx", "简报.pptx", "zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("kept", [True, False], ids=["build kept", "build gone"])
def test_what_changed_is_told_at_the_shown_digits_and_by_which_batch(city, tmp_path, kept, lang):
    code = exported()
    before = correct(tmp_path)
    if not kept:
        forget(city, before)
    card = restored(code, lang)
    assert (card.was is not None) is kept
    told = list(change_words(card))
    of_unit = [line for line in told if "2024 · 测试甲局" in line]
    # By hand: 308 of 338 answers satisfied, then 358 of 388.
    assert any(re.search(r"\b338 → 388$", line) for line in of_unit), told
    assert any(line.endswith("91.1% → 92.3%") for line in of_unit), told
    assert not any("测试丙局" in line for line in told)
    (batch,) = [line for line in batch_words(card) if "更正.csv" in line]
    assert {"zh": "其间载入", "en": "Loaded since"}[lang] in batch


@pytest.mark.parametrize("name", [BY_UNIT, "satisfaction_trend", "headline", "satisfaction_by_group"])
def test_stored_figures_equal_those_that_were_shown(city, tmp_path, name):
    code, shown = exported(name), answered(name, CHOSEN)
    forget(city, correct(tmp_path))
    stored = exports.figures(exports.found(code), "zh")
    assert stored.frame.equals(shown.frame)
    assert (stored.finding, stored.subtitle, stored.footer) == (shown.finding, shown.subtitle, shown.footer)
    english = answered(name, Selection(lang="en"))
    forgotten = exports.figures(exports.found(code), "en")
    assert f"trace code {code}" in forgotten.footer and forgotten.frame.columns == english.frame.columns


def test_a_figure_hidden_today_is_not_shown_from_the_store(city, tmp_path, capsys):
    code, shown = exported(), answered(BY_UNIT, CHOSEN)
    was = shown.frame.filter(unit=NAMES["T4"]).row(0, named=True)
    assert was["valid_n"] == 406
    forget(city, correct(tmp_path, SHRUNK))
    newest = answered(BY_UNIT, CHOSEN).frame.filter(unit=NAMES["T4"])
    assert newest["rate"].drop_nulls().is_empty()  # else there is nothing to hide
    card = restored(code, "zh")
    visible = card.changes.visible.filter(unit_id="T4")
    assert visible["rate"].drop_nulls().is_empty() and visible["valid_n"].drop_nulls().is_empty()
    assert card.texts is None
    assert main(["code", code]) == 0
    told = capsys.readouterr().out
    assert "406" not in told and f"{was['rate']:.1%}" not in told
    assert shown.finding not in told
    assert "不再显示" in told or "今日没有" in told
    assert main(["notice"]) == 0
    assert "406" not in capsys.readouterr().out


def test_a_build_kept_beside_one_that_hides_more_hides_it_too(city, tmp_path):
    code = exported()
    correct(tmp_path, SHRUNK)
    card = restored(code, "zh")
    assert card.was.frame.filter(unit_id="T4")["rate"].drop_nulls().is_empty()


def test_a_card_that_was_only_shown_is_restored_while_its_build_is_kept(city, tmp_path):
    shown = answered(BY_UNIT, CHOSEN)
    exports.note_shown(shown.code, BY_UNIT, CHOSEN, queries.build_id(), "satisfaction?lang=zh")
    before = correct(tmp_path)
    card = restored(shown.code, "zh")
    assert card.was.finding == shown.finding and card.kept.page == "satisfaction?lang=zh" and not card.kept.exports
    forget(city, before)
    card = restored(shown.code, "zh")
    assert (card.was, card.stored, card.changes) == (None, None, None)
    assert card.now is not None


def test_choices_that_the_newest_build_cannot_answer_show_nothing_from_the_store(city, monkeypatch):
    code = exported(selection=Selection(units=("T1",)))
    record = exports.found(code)
    assert restored(code, "zh").now is not None
    monkeypatch.setattr("briefing.codes.found", lambda _: exports.Kept(**vars(record) | {"settings": {"units": "T99"}}))
    card = restored(code, "zh")
    assert (card.refused, card.was, card.stored, card.texts) == ("not_in_newest", None, None, None)
    monkeypatch.setattr("briefing.codes.found", lambda _: exports.Kept(**vars(record) | {"exhibit": "no_longer"}))
    card = restored(code, "zh")
    assert (card.refused, card.texts) == ("not_known_today", None)


def test_the_command_restores_in_both_languages(city, capsys):
    code = exported()
    for lang, word in (("zh", "溯源码"), ("en", "trace code")):
        assert main(["code", code.lower().replace("-", " "), "--lang", lang]) == 0
        told = capsys.readouterr().out
        assert f"{word}{'' if lang == 'zh' else ' '}{code}" in told and "简报.pptx" in told


def test_a_slip_is_told_and_the_code_that_was_meant_is_offered(city, capsys):
    code = exported()
    wrong = code[:-1] + next(symbol for symbol in SYMBOLS if symbol != code[-1])
    assert main(["code", wrong]) == 2
    told = capsys.readouterr().err
    assert "校验位不符" in told and code in told
    assert main(["code", "2222222222"]) == 2
    assert "没有登记" in capsys.readouterr().err
    assert main(["code", "../../etc/passwd"]) == 2
    assert "不是有效的溯源码" in capsys.readouterr().err


def test_the_address_is_told_where_the_server_is_known(city, capsys, monkeypatch):
    monkeypatch.setenv("RONGHE_URL", "http://dangjian.example/ronghe")
    code = exported()
    assert main(["code", code]) == 0
    assert f"http://dangjian.example/ronghe/c/{code}" in capsys.readouterr().out


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_exhibit_can_be_stored_and_compared(name, demo_home, tmp_path, monkeypatch):
    made = in_every_language(name, CHOSEN, queries.build_id())
    monkeypatch.setattr("briefing.exports.folder", lambda folder: tmp_path / folder)
    exports.keep("csv", "x.csv", "zh", "-", [exports.Card(made, CHOSEN, queries.build_id())])
    card = restored(made["zh"].code, "en")
    assert card.stored.frame.equals(made["en"].frame)
    assert card.changes.all == () and card.changes.visible.equals(card.was.frame)


def test_the_record_is_json_that_a_person_can_read(city):
    code = exported()
    (file,) = (city / "exports" / "made").iterdir()
    record = json.loads(file.read_text(encoding="utf-8"))
    assert record["by"] == "写稿人" and record["cards"][0]["code"] == code == tidy(code)
    assert code in record["cards"][0]["shown"]["zh"]["footer"]
