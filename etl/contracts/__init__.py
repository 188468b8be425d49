"""The warehouse on one page: every dataset, its key, its columns, its rules.

The template workbook, the intake checks, the definitions page and the column tables of the README come from here. A
column's `metadata` says how its cells are read:

    list    the code list (or `unit`, `division`, `scale`, `answer`) that its words belong to; closed unless a layout
            says `register`
    blank   the value when the file has no such column or the cell is empty; `=other` copies another column
    abstains  a file must have the column; an empty cell of it is an abstention
    month   a date given as a month only is its `first` or its `last` day; without it such a date is a fault
    key     belongs to the key although it may be empty
    prose   kept as written, but for outer spaces
    share   a percentage, kept as 0–1: `85%` and `85` are 0.85, and so is `0.85`; `rate` only where `measure` is a rate
    star    stars, as `★★★★`, `四星`, `4`
    secret  a person's number: replaced by a pseudonym before anything else happens to it; where only some rows have
            a person's, the columns and codes that say so
"""

from etl.contracts.directory import Unit, UnitLineage
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
from etl.contracts.services import Hotline, ServiceRating
from etl.contracts.survey import Opinion, SurveyCount, SurveyResponse

__all__ = ["DATASETS", "Sourced"]

# In the order of loading: the directory first, since every other dataset names units.
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
    "hotline": Hotline,
}
