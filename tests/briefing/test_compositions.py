"""Compositions, drafts and saved versions: nothing is overwritten, nothing is lost."""

import json
import threading
from dataclasses import replace

import pytest

from briefing import compositions, drafts, store
from briefing.composition import LONGEST, MOST_BLOCKS, TEXT, Block, Composition, from_json, to_json
from tests.briefing.composed_briefing import HOSTILE, composition

pytestmark = pytest.mark.usefixtures("fresh_home")


def test_blocks_are_moved_worded_and_removed():
    made = composition("headline", "satisfaction_trend")
    first, second, third, last = (block.id for block in made.blocks)
    assert [block.id for block in made.moved(third, -1).blocks] == [first, third, second, last]
    assert made.moved(first, -1) == made and made.moved(last, 1) == made and made.moved("gone", 1) == made
    assert [block.id for block in made.without(second).blocks] == [first, third, last]
    assert made.worded(last, "新").blocks[-1].text == "新"
    assert {block.build for block in made.of_build("b2").exhibits} == {"b2"}


def test_a_composition_has_a_most_of_blocks():
    full = Composition(blocks=tuple(Block(TEXT, str(n)) for n in range(MOST_BLOCKS)))
    assert full.with_block(Block(TEXT, "zu viel")) == full


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_kept_as_texts(text):
    made = composition(title=text, note=text)
    assert from_json(json.loads(json.dumps(to_json(made)))) == made
    assert drafts.draft(drafts.keep(made)) == made
    assert all(len(block.text) <= LONGEST for block in made.blocks)


@pytest.mark.parametrize("kept", [None, [], {"blocks": 3}, {"blocks": [3]}, {"version": "x"}])
def test_what_is_no_composition_is_refused(kept):
    with pytest.raises(ValueError):
        from_json(kept)


def test_a_draft_has_the_same_id_for_the_same_content_and_is_never_changed():
    made = composition()
    first = drafts.keep(made)
    assert drafts.keep(made) == first
    assert drafts.keep(replace(made, title="另一个")) != first
    assert drafts.draft(first) == made


@pytest.mark.parametrize("draft", ["", "../../etc", "0123456789ab", "x" * 12])
def test_a_draft_that_is_not_there_is_none(draft):
    assert drafts.draft(draft) is None


def test_a_damaged_draft_is_none():
    draft = drafts.keep(composition())
    (store.folder("briefings") / "drafts" / f"{draft}.json").write_text("{", encoding="utf-8")
    assert drafts.draft(draft) is None


def test_each_save_is_a_version_and_older_ones_open():
    first = compositions.save(composition(title="甲"), "月报", "王")
    second = compositions.save(replace(first.composition, title="乙"), "月报", "李")
    assert (first.number, second.number, second.aside) == (1, 2, False)
    assert [version.by for version in compositions.versions("月报")] == ["李", "王"]
    assert compositions.opened("月报").title == "乙"
    assert compositions.opened("月报", 1).title == "甲"
    assert [version.number for version in compositions.saved()] == [2]


def test_the_second_of_two_writers_gets_a_version_of_his_own_and_is_told():
    start = compositions.save(composition(title="甲"), "月报").composition
    mine = compositions.save(replace(start, title="我的"), "月报", "王")
    yours = compositions.save(replace(start, title="你的"), "月报", "李")
    assert (mine.aside, yours.aside, yours.number) == (False, True, 3)
    assert [version.composition.title for version in compositions.versions("月报")] == ["你的", "我的", "甲"]


def test_many_writers_at_one_moment_lose_nothing():
    start = composition()
    writers = [threading.Thread(target=compositions.save, args=(start, "月报", str(n))) for n in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = compositions.versions("月报")
    assert [version.number for version in kept] == list(range(12, 0, -1))
    assert {version.by for version in kept} == {str(n) for n in range(12)}


def test_a_renamed_briefing_keeps_its_versions_and_a_name_in_use_is_refused():
    compositions.save(composition(title="甲"), "月报")
    compositions.save(composition(title="乙"), "季报")
    with pytest.raises(compositions.CompositionError, match="季报"):
        compositions.rename("月报", "季报")
    assert compositions.rename("月报", " 年  报 ", "王") == "年 报"
    assert [(version.name, version.number) for version in compositions.versions("年 报")] == [
        ("年 报", 2),
        ("年 报", 1),
    ]
    assert compositions.opened("年 报", 1).title == "甲" and not compositions.versions("月报")
    assert compositions.opened("季报").title == "乙"


def test_what_is_deleted_is_in_the_bin_and_comes_back():
    compositions.save(composition(title="甲"), "月报")
    compositions.delete("月报")
    assert not compositions.saved()
    with pytest.raises(compositions.CompositionError, match="月报"):
        compositions.opened("月报")
    compositions.save(composition(title="乙"), "月报")
    ((place, version),) = compositions.deleted()
    with pytest.raises(compositions.CompositionError):  # the name is in use again
        compositions.restore(place)
    compositions.delete("月报")
    assert version.composition.title == "甲" and len(compositions.deleted()) == 2
    assert compositions.restore(place) == "月报" and compositions.opened("月报").title == "甲"


@pytest.mark.parametrize("name", ["", "  ", "\x00", "名" * 81])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises(compositions.CompositionError) as refused:
        compositions.save(composition(), name)
    assert all(refused.value.sentence(lang) for lang in ("zh", "en"))


@pytest.mark.parametrize("name", ["../../x", "a/b", "CON", "<b>", "门"])
def test_a_name_is_never_a_path(name, fresh_home):
    compositions.save(composition(), name)
    written = [file.relative_to(fresh_home) for file in fresh_home.rglob("*.json")]
    assert len(written) == 1 and written[0].parts[:2] == ("briefings", "saved")
    assert compositions.opened(name).name == name


def test_a_damaged_version_hides_no_other():
    compositions.save(composition(title="甲"), "月报")
    compositions.save(composition(title="乙"), "月报")
    (damaged,) = store.folder("briefings").rglob("000002.json")
    damaged.write_text("{", encoding="utf-8")
    assert compositions.opened("月报").title == "甲"
    assert compositions.save(composition(title="丙"), "月报").number == 3


def test_the_id_of_a_block_from_a_file_is_no_markup():
    kept = to_json(Composition(blocks=(Block("heading", "一"), Block("heading", "二", id="a1_-"))))
    kept["blocks"][0]["id"] = '"><script>alert(1)</script>'
    first, second = (block.id for block in from_json(kept).blocks)
    assert first.isalnum() and second == "a1_-"
