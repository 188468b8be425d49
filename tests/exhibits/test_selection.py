"""What was chosen: read from settings, handed to questions, said in words."""

import datetime

import pytest

from exhibits import Selection


def test_settings_are_read_by_their_kind():
    chosen = Selection.of(["year_from=2019", "units=A01, A02", "as_of=2025-06-30", "basis=top"])
    assert chosen.year_from == 2019
    assert chosen.units == ("A01", "A02")
    assert chosen.as_of == datetime.date(2025, 6, 30)
    assert chosen.basis == "top"


@pytest.mark.parametrize("setting", ["years=2019", "year_from", "year_from=soon", "as_of=2019"])
def test_an_unreadable_setting_is_named(setting):
    with pytest.raises(ValueError, match=setting.split("=")[0]):
        Selection.of([setting], "en")


def test_a_question_gets_only_its_own_parameters():
    chosen = Selection(year_from=2019, units=("A01",), theme="dark", lang="en")
    assert chosen.params(["year_from", "year_to", "units", "basis", "lang"]) == {
        "year_from": 2019,
        "units": ["A01"],
        "basis": "three",
    }


def test_the_state_in_words():
    chosen = Selection(year_from=2017, year_to=2025, unit_class=("service_heavy",))
    assert chosen.words("zh") == "2017–2025 · 窗口服务类 · 全部单位 · 全部层面 · 三档口径"
    assert Selection(units=("A01",)).words("zh", {"A01": "某局"}, (2019, 2019)).startswith("2019年 · 全部类别 · 某局")
    assert "已选3个单位" in Selection(units=("a", "b", "c")).words("zh")
