"""The data contracts: every dataset with its columns, primary key and rules.

The template workbook, the intake checks, the tables of a build and the definitions page are generated from them. A
column's `metadata` says how its cells are read:

    list    the code list (or `unit`, `division`, `scale`, `answer`) of its words; closed unless a layout says
            `register`
    blank   the value of an empty cell or an absent column; `=other` copies another column
    abstains  the column is required; an empty cell is an abstention
    month   the day that stands for a date without a day: `first` or `last` of the month; else such a date is a fault
    key     part of the key although nullable
    past    a day or year that lies behind: one after the day of loading is a fault
    unread  what stands in the column where its cell cannot be read (None: null): no figure needs the cell, so that its
            row is accepted, and the fault is listed
    identifier  digits of a text: a number of more than 15 digits, or one without its leading zeros, is a fault
    prose   kept as written, except for outer spaces
    share   a percentage, stored as 0–1: `85%`, `85` and `0.85` are 0.85; `rate`: only where `measure` is a rate
    star    stars, as `★★★★`, `四星`, `4`
    secret  a person's number, replaced by a pseudonym before anything else; where only some rows have one, the
            columns and codes that identify those rows
"""

from etl.contracts.directory import Unit, UnitLineage
from etl.contracts.duties import ContactPoint, DutyAction, InquiryQuestion, JointSession
from etl.contracts.indices import (
    Appraisal,
    BranchRating,
    Brand,
    BusinessScore,
    ConductScore,
    IndexScore,
    MemberPoints,
)
from etl.contracts.ledger import ProgrammeProject, RectificationEntry, RectificationItem
from etl.contracts.provenance import Sourced
from etl.contracts.services import BadRating, Hotline, HotlineTopic, ServiceRating
from etl.contracts.survey import Opinion, SurveyCount, SurveyResponse

__all__ = ["DATASETS", "Sourced"]

# In the order of loading: units first, because all other datasets refer to them.
DATASETS: dict[str, type[Sourced]] = {
    "unit": Unit,
    "unit_lineage": UnitLineage,
    "survey_response": SurveyResponse,
    "survey_count": SurveyCount,
    "opinion": Opinion,
    "index_score": IndexScore,
    "member_points": MemberPoints,
    "branch_rating": BranchRating,
    "brand": Brand,
    "conduct_score": ConductScore,
    "business_score": BusinessScore,
    "appraisal": Appraisal,
    "rectification_item": RectificationItem,
    "rectification_entry": RectificationEntry,
    "programme_project": ProgrammeProject,
    "service_rating": ServiceRating,
    "bad_rating": BadRating,
    "hotline": Hotline,
    "hotline_topic": HotlineTopic,
    "contact_point": ContactPoint,
    "joint_session": JointSession,
    "duty_action": DutyAction,
    "inquiry_question": InquiryQuestion,
}
