"""How each exhibit's frame is drawn on slides: one function an exhibit, named by its id, in the file of its subject.

A plan names series, rows of words or cards; it knows no PowerPoint. Called by briefing.slide.
"""

from briefing.plans import comparison, indices, linkage, overview, rectification, satisfaction, services

PLANS = {
    plan.__name__: plan
    for plan in (
        *overview.PLANS,
        *satisfaction.PLANS,
        *comparison.PLANS,
        *indices.PLANS,
        *linkage.PLANS,
        *rectification.PLANS,
        *services.PLANS,
    )
}
SHOWN_AS_ROWS = {plan.__name__ for plan in overview.PLANS}  # these exhibits have no figure: their frame is shown
