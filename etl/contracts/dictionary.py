"""Lookups in the contracts: a dataset's columns, its key, how a column's cells are read."""

import functools

import dataframely as dy

from etl.contracts import DATASETS, Sourced

# The column at which a violation of a rule over several columns is reported.
RULE_COLUMN = {
    "valid_to_not_before_valid_from": "valid_to",
    "successor_differs_from_predecessor": "successor_id",
    "returned_not_above_issued": "returned",
    "valid_not_above_returned": "valid",
    "valid_not_above_issued": "valid",
    "merged_not_above_raw": "merged_n",
    "closed_not_before_found": "closed_on",
    "withdrawn_not_before_found": "withdrawn_on",
    "due_not_before_found": "due_on",
    "extended_not_before_due": "extended_to",
    "not_both_closed_and_withdrawn": "withdrawn_on",
    "closed_status_has_closing_date": "closed_on",
    "only_a_deduction_is_negative": "points",
    "score_not_far_above_full_score": "score",
    "votes_not_above_ballots": "ballots",
    "read_not_before_feedback": "read_on",
    "month_is_given_by_its_first_day": "month",
    "period_ends_after_it_begins": "period_to",
    "a_rate_is_not_above_one": "value",
    "visited_has_a_visit": "visits_done",
    "session_has_a_topic": "party_topics_n",
    "answered_not_before_asked": "answered_on",
    "deadline_not_before_asked": "deadline",
    "kept_not_before_asked": "done_on",
    "rating_is_bad": "answer",
    "replied_not_before_rated": "replied_on",
    "rectified_not_before_rated": "rectified_on",
    "called_back_not_before_rated": "called_back_on",
    "called_back_not_before_rectified": "called_back_on",
    "satisfied_only_if_called_back": "callback_satisfied",
}


# The column that it is compared with, where there is one.
COMPARED_COLUMN = {
    "valid_to_not_before_valid_from": "valid_from",
    "returned_not_above_issued": "issued",
    "valid_not_above_returned": "returned",
    "valid_not_above_issued": "issued",
    "merged_not_above_raw": "raw_n",
    "closed_not_before_found": "found_on",
    "withdrawn_not_before_found": "found_on",
    "due_not_before_found": "found_on",
    "extended_not_before_due": "due_on",
    "not_both_closed_and_withdrawn": "closed_on",
    "only_a_deduction_is_negative": "kind",
    "score_not_far_above_full_score": "full_score",
    "period_ends_after_it_begins": "period_from",
    "read_not_before_feedback": "feedback_on",
    "visited_has_a_visit": "last_visit_on",
    "answered_not_before_asked": "session_on",
    "deadline_not_before_asked": "session_on",
    "kept_not_before_asked": "session_on",
    "replied_not_before_rated": "rated_on",
    "rectified_not_before_rated": "rated_on",
    "called_back_not_before_rated": "rated_on",
    "called_back_not_before_rectified": "rectified_on",
}

# Columns with persons' names: never shown.
PERSON_NAME_COLUMNS = ("lead_officer", "owner_person", "reviewer", "owner")

# A column that is read from another one where it is empty.
READ_FROM = {"due_on": "due_text", "period_from": "period_text", "period_to": "period_text"}


@functools.cache
def columns(dataset: str) -> dict[str, dy.Column]:
    """The columns of a dataset in contract order, without source_sheet and source_row.

    Cached because every header of every sheet asks for it: do not change the result.
    """
    return {name: column for name, column in DATASETS[dataset].columns().items() if name not in Sourced.columns()}


def column_metadata(dataset: str, column: str) -> dict:
    """The `metadata` of a column: how its cells are read (see etl.contracts)."""
    return columns(dataset)[column].metadata or {}


@functools.cache
def replaced_when_unread(dataset: str) -> dict[str, str | None]:
    """Column → what stands in it where its cell cannot be read: such a cell does not reject its row."""
    return {
        name: column_metadata(dataset, name)["unread"]
        for name in columns(dataset)
        if "unread" in column_metadata(dataset, name)
    }


def past_columns(dataset: str) -> list[str]:
    """The columns with days that lie behind: no such day can be after the day of loading."""
    return [name for name in columns(dataset) if column_metadata(dataset, name).get("past")]


def code_lists(dataset: str) -> dict[str, str]:
    """Column → code list, for the columns that hold codes."""
    return {
        name: column_metadata(dataset, name)["list"]
        for name in columns(dataset)
        if "list" in column_metadata(dataset, name)
    }


def key_columns(dataset: str) -> list[str]:
    """The primary key of a dataset, including nullable key columns."""
    return [
        name
        for name, column in columns(dataset).items()
        if column.primary_key or (column.metadata or {}).get("key", False)
    ]


@functools.cache
def required_columns(dataset: str) -> list[str]:
    """The columns that a file must have: not nullable and without a default."""
    return [
        name
        for name, column in columns(dataset).items()
        if not column.nullable and "blank" not in (column.metadata or {})
    ]


def blank_meaning(dataset: str, column: str) -> str | None:
    """The meaning of an empty cell: a code, a number, yes or no, `=other` column, or `abstains`.

    "" means null. None means that the cell must not be empty.
    """
    facts = column_metadata(dataset, column)
    if facts.get("abstains"):
        return "abstains"
    default = facts.get("blank")
    if isinstance(default, bool):
        return "yes" if default else "no"
    if default is not None:
        return default if isinstance(default, str) else f"{default:g}"
    return "" if columns(dataset)[column].nullable or column in READ_FROM else None


def person_number_columns(dataset: str) -> list[str]:
    """The columns with persons' numbers. A dataset with such columns stores neither names nor the original workbook."""
    return [name for name in columns(dataset) if column_metadata(dataset, name).get("secret")]
