"""What every reader sees first, made when the server starts and when a build is published, not by the first reader."""

import contextlib
import functools
import logging
import threading
from collections.abc import AsyncIterator, Callable
from typing import Any

import queries
from briefing.answered import answered
from exhibits import Selection
from shell.session import first_years, options_of
from words import LANGUAGES

LOOK_EVERY = 5.0  # seconds between two looks whether another build is published
PAUSE = 0.05  # seconds after each exhibit
# The exhibits that pages show before a reader has chosen anything, those of the first page first.
SHOWN = (
    *("headline", "satisfaction_trend", "opinion_trend", "rectification_closure", "attention"),
    *("satisfaction_weighted", "satisfaction_by_group", "opinion_themes", "satisfaction_decomposition"),
    *("rectification_summary", "rectification_ageing", "rectification_backlog", "rectification_items"),
    *("satisfaction_multiples", "index_trend", "composite_scores", "index_correlation", "linkage", "coupling"),
    *("appraisal_grades", "appraisal_groups", "appraisal_ballots", "appraisal_followup", "appraisal_items"),
    *("brand_coverage", "brand_gaps", "duty_matrix", "duty_coverage"),
    *("inquiry_flow", "inquiry_promises", "inquiry_by_unit", "inquiry_questions"),
    *("service_claim", "service_ratings", "service_bad_ratings", "service_ratings_by_unit"),
    *("coverage", "quality_findings", "index_reconciliation", "rejected_ranges", "rejected_rows"),
)


def make(build: str, after_each: Callable[[], object] = lambda: None) -> None:
    """Makes them for a build, in every language. after_each: called after each, to let readers be served.

    Raises queries.QuestionError for a build that is no longer kept.
    """
    for lang in LANGUAGES:
        first, last = first_years(options_of(build, lang))
        chosen = Selection(lang=lang, year_from=first, year_to=last)
        for name in SHOWN:
            _ = answered(name, chosen, build).figure_json
            after_each()


def keep_ready(ended: threading.Event) -> None:
    """Makes the first views of each build that is published, until the event is set."""
    made = ""
    while not ended.is_set():
        with contextlib.suppress(queries.NoBuild):
            build = queries.build_id()
            if build != made:
                made = build
                try:
                    make(build, functools.partial(ended.wait, PAUSE))
                except queries.QuestionError as error:  # readers will be told; the next build may be a better one
                    logging.getLogger(__name__).warning("no first views of build %s: %s", build, error)
        ended.wait(LOOK_EVERY)


@contextlib.asynccontextmanager
async def ready(_app: Any) -> AsyncIterator[None]:
    """While the server runs, a thread keeps the first views ready."""
    ended = threading.Event()
    thread = threading.Thread(target=keep_ready, args=(ended,), name="first views", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
