"""The questions themselves, one row per question."""

import polars as pl

from exhibits.exhibit import Exhibit, ExhibitSpec, Frames
from exhibits.gates import Facts, title, word
from exhibits.selection import Selection
from exhibits.setting import ASKED, OF_UNITS, Setting
from exhibits.source_records import QUESTIONS


def make(frames: Frames, selection: Selection) -> Exhibit:
    setting = Setting("inquiry_questions", frames, selection, "inquiries", OF_UNITS, ledger=True)
    questions = frames["inquiry_questions"]
    measure = setting.say("measure.inquiry_questions")
    if questions.is_empty():
        return setting.nothing(questions, measure, "table")
    return setting.exhibit(
        questions,
        None,
        finding(setting, questions),
        measure=measure,
        kind="table",
        n=questions.height,
        n_of="questions",
        notes=[setting.say("note.searched", search=selection.search)] if selection.search else [],
    )


def finding(setting: Setting, questions: pl.DataFrame) -> str:
    """How many questions are listed, how many have no answer, and how many promises are overdue."""
    unanswered, overdue = (
        questions.filter(pl.col("promise_state") == state).height for state in ("unanswered", "overdue")
    )
    lang = setting.lang
    clauses = [setting.say("title.questions", count=questions.height)]
    clauses.append(word("answers", Facts(count=unanswered), lang, count=unanswered))
    return title([*clauses, word("late", Facts(count=overdue), lang, count=overdue)], lang)


SPEC = ExhibitSpec("inquiry_questions", ("inquiry_questions", *ASKED), make, (QUESTIONS,))
