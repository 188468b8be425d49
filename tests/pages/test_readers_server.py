"""A server for readers: what changes the warehouse or shows what was sent as it came is neither offered nor done."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import app as product
import etl
from exhibits import Selection
from serving import __main__ as serving
from shell import access, composer_files
from shell.access import WithheldError
from shell.stewards import change_report, confirmation, history, intake, layout_helper, noted_events, uploads
from shell.trace_link import trace_link
from tests.etl.workbooks import answers, units
from words import LANGUAGES, say

APP = Path(product.__file__)
STEPS = (
    *(confirmation.confirmed, uploads.run, uploads.annotated_upload, layout_helper.offer_layout),
    *(change_report._original, change_report.annotated_batch, noted_events._noting, noted_events._withdrawing),
    *(intake.choose, intake.result, history.batches, history.builds, history.events),
    *(composer_files._save, composer_files._rename, composer_files._delete, composer_files._restore),
    composer_files._take,
)


@pytest.fixture
def for_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(access.VARIABLE, "1")


@pytest.fixture
def town(home_after) -> Path:
    """Twenty answers about a unit, one of a unit that nobody knows."""

    def load(folder: Path) -> None:
        forms = [(f"f{at}", "C", "satisfied") for at in range(19)] + [("f19", "nowhere", "dissatisfied")]
        etl.load([*units(folder), answers(folder, "2019.csv", *forms)])

    return home_after("a town with a rejected row", load)


def opened(page: str, **address: str) -> AppTest:
    seen = AppTest.from_file(str(APP), default_timeout=120)
    for name, value in address.items():
        seen.query_params[name] = value
    return seen.run().switch_page(f"pages/{page}.py").run()


def traced() -> AppTest:
    seen = opened("stewards/trace", lang="zh")
    seen.session_state["traced"] = trace_link("satisfaction_trend", Selection())
    return seen.run()


def told(seen: AppTest) -> list[str]:
    return [str(each.value).replace("\\", "") for kind in (seen.caption, seen.markdown, seen.info) for each in kind]


def downloads(seen: AppTest) -> list[str]:
    return [button.label for button in seen.get("download_button")]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step.__module__}.{step.__name__}")
def test_no_step_is_taken_whoever_calls_it(step, for_readers):
    with pytest.raises(WithheldError) as refused:
        step()
    assert {refused.value.sentence(lang) for lang in LANGUAGES} == {
        say("shell.readers.refused", lang) for lang in LANGUAGES
    }


def test_without_the_variable_steps_are_taken(monkeypatch):
    monkeypatch.delenv(access.VARIABLE, raising=False)
    assert access.stewards_only(lambda given: given)(7) == 7
    monkeypatch.setenv(access.VARIABLE, "0")
    assert access.stewards_only(lambda given: given)(7) == 7
    assert not access.withheld_pages()


@pytest.mark.parametrize("page", access.PAGES)
def test_a_link_to_a_page_of_stewards_leads_to_a_sentence(page, town, for_readers):
    seen = AppTest.from_file(str(APP), default_timeout=120).run()
    registered = seen._registered_pages.items()
    assert f"stewards/{page}" not in " ".join(str(info.get("script_path")) for _, info in registered)
    (seen._page_hash,) = [key for key, info in registered if info.get("url_pathname") == page]
    seen.run()
    assert not seen.exception
    assert say("shell.readers.page", "zh") in told(seen)
    assert not seen.get("file_uploader") and not downloads(seen)
    assert etl.history()[0]["file"] not in " ".join(told(seen))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_quality_page_stays_without_rejected_rows_and_originals(lang, town, for_readers):
    seen = opened("stewards/quality", lang=lang)
    assert not seen.exception
    assert say("shell.readers.rows", lang) in told(seen)
    assert "nowhere" not in " ".join(told(seen))
    assert not downloads(seen)


def test_a_trace_leads_to_files_and_not_to_rows_of_persons_or_originals(town, for_readers, monkeypatch):
    seen = traced()
    assert not seen.exception
    assert say("shell.readers.rows", "zh") in told(seen)
    assert "### " + say("pages.trace.rows", "zh") not in told(seen)
    assert not downloads(seen)
    monkeypatch.delenv(access.VARIABLE)
    assert "### " + say("pages.trace.rows", "zh") in told(traced())


def test_a_briefing_is_composed_but_not_saved(town, for_readers):
    seen = opened("briefing/compose", lang="zh")
    assert not seen.exception
    assert say("shell.readers.saving", "zh") in told(seen)
    assert not [button for button in seen.button if button.key == "composed-save"]


def test_events_are_read_and_not_noted(town, for_readers, monkeypatch):
    etl.note_event("2019-03-01", "新办法施行", by="办公室")
    seen = opened("analysts/trends", lang="zh")
    seen.session_state["noted-events"] = True
    seen.run()
    assert not seen.exception
    assert say("stewards.events.keep", "zh") not in [button.label for button in seen.button]


def test_the_command_sets_what_pages_read_and_warns_where_everybody_may_do_everything(fresh_home, monkeypatch, capsys):
    """Supervisor is the only thing left out: it would serve."""
    served = []
    monkeypatch.setattr(serving, "Supervisor", lambda *_: type("Nothing", (), {"run": lambda self: served.append(1)})())
    monkeypatch.setattr(serving.os, "umask", lambda _: 0)
    monkeypatch.setenv(access.VARIABLE, "")
    warning = say("serving.open_to_all", address="0.0.0.0")
    serving.main([])
    serving.main(["--address", "localhost"])
    assert not access.readers_only() and warning not in capsys.readouterr().err
    serving.main(["--address", "0.0.0.0"])
    assert warning in capsys.readouterr().err
    serving.main(["--address", "0.0.0.0", "--readers-only"])
    assert access.readers_only() and len(served) == 4
    assert warning not in capsys.readouterr().err
