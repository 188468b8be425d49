"""What exhibits rest on: the records that a reader is led back to from a figure."""

from exhibits.exhibit import Ground

SCOPE = ("year_from", "year_to", "unit_class", "units")
# The rates of satisfaction are made of the overall item; the other items of a form are not counted.
ANSWERS = Ground("survey", (*SCOPE, "groups"), (("headline", True),))
OPINIONS = Ground("opinion", (*SCOPE, "groups"))
SCORES = Ground("index_score", (*SCOPE, "index"))
SUBJECTS = Ground("index_score", SCOPE)  # of all indices together
SIDES = (SUBJECTS, Ground("business_score", SCOPE), Ground("programme_project", SCOPE))
ITEMS = Ground("rectification_item", (*SCOPE, "item_id"))
