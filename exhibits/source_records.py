"""The source records of the exhibits, which a reader can open from a figure."""

from dataclasses import replace

from exhibits.exhibit import SourceRecords

YEARS = ("year_from", "year_to")
SCOPE = (*YEARS, "unit_class", "units")
# Satisfaction rates use the overall item of a form only.
ANSWERS = SourceRecords("survey", (*SCOPE, "groups"), (("headline", True),), years_shown=True)
ANSWERS_OF_CLASS = replace(ANSWERS, narrowed_by=(*YEARS, "unit_class", "groups"))  # a chosen unit is only marked
ANSWERS_OF_BOTH_YEARS = replace(ANSWERS, years_shown=False)  # a change is shown at its last year
OPINIONS = SourceRecords("opinion", (*SCOPE, "groups"), years_shown=True)
SCORES = SourceRecords("index_score", (*SCOPE, "index"), years_shown=True)
SUBJECTS = SourceRecords("index_score", SCOPE, years_shown=True)  # the scores of all indices
SIDES = (
    SUBJECTS,
    SourceRecords("business_score", SCOPE, years_shown=True),
    SourceRecords("programme_project", SCOPE, years_shown=True),
)
POINTS = SourceRecords("member_points", SCOPE, years_shown=True)
RATINGS = SourceRecords("branch_rating", SCOPE, years_shown=True)
RATINGS_OF_CITY = replace(RATINGS, narrowed_by=YEARS)
RATINGS_OF_BOTH_YEARS = replace(RATINGS, years_shown=False)  # a move is shown at its last year
ITEMS = SourceRecords("rectification_item", (*SCOPE, "item_id"))
ITEMS_OF_UNIT = replace(ITEMS, narrowed_by=YEARS, keys_shown="unit_id")
PROJECTS = SourceRecords("programme_project", (*SCOPE, "programme", "project_id"), years_shown=True)
BRANDS = SourceRecords("brand", SCOPE, years_shown=True)
BRANDS_SHOWN = replace(BRANDS, narrowed_by=YEARS, keys_shown="brand_id")
ORGANISATIONS = SourceRecords("unit", ("unit_class", "units"))
DUTIES = SourceRecords("duty_action", SCOPE, years_shown=True)
DUTY_REPORTS = replace(DUTIES, always=(("coverage", "census"),))  # without the spot check
CONTACT_POINTS = SourceRecords("contact_point", SCOPE, years_shown=True)
SESSIONS = SourceRecords("joint_session", SCOPE, years_shown=True)
BAD_RATINGS = SourceRecords("bad_rating", SCOPE)
BAD_RATINGS_OF_CITY = replace(BAD_RATINGS, narrowed_by=YEARS)
TOPICS = SourceRecords("hotline_topic", YEARS)
QUESTIONS = SourceRecords("inquiry_question", SCOPE)
