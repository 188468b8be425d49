"""How each exhibit is drawn on slides: one function per exhibit, named by its id, in the file of its subject.

A plan holds named series, rows of words or cards and does not depend on PowerPoint. Called by briefing.slide.
"""

from briefing.plans import (
    comparison,
    duties,
    indices,
    inquiries,
    linkage,
    overview,
    rectification,
    satisfaction,
    services,
)

PLANS = {
    plan.__name__: plan
    for plan in (
        *overview.PLANS,
        *satisfaction.PLANS,
        *comparison.PLANS,
        *indices.PLANS,
        *linkage.PLANS,
        *rectification.PLANS,
        *duties.PLANS,
        *inquiries.PLANS,
        *services.PLANS,
    )
}
SHOWN_AS_ROWS = {plan.__name__ for plan in overview.PLANS}  # these exhibits have no figure, so their frame is shown
