"""The source records of the exhibits, which a reader can open from a figure."""

from dataclasses import replace

from exhibits.exhibit import Ground

YEARS = ("year_from", "year_to")
SCOPE = (*YEARS, "unit_class", "units")
# Satisfaction rates use the overall item of a form only.
ANSWERS = Ground("survey", (*SCOPE, "groups"), (("headline", True),), years_shown=True)
ANSWERS_OF_CLASS = replace(ANSWERS, narrowed_by=(*YEARS, "unit_class", "groups"))  # a chosen unit is only marked
ANSWERS_OF_BOTH_YEARS = replace(ANSWERS, years_shown=False)  # a change is shown at its last year
OPINIONS = Ground("opinion", (*SCOPE, "groups"), years_shown=True)
SCORES = Ground("index_score", (*SCOPE, "index"), years_shown=True)
SUBJECTS = Ground("index_score", SCOPE, years_shown=True)  # the scores of all indices
SIDES = (
    SUBJECTS,
    Ground("business_score", SCOPE, years_shown=True),
    Ground("programme_project", SCOPE, years_shown=True),
)
ITEMS = Ground("rectification_item", (*SCOPE, "item_id"))
