"""How each exhibit is drawn on slides: one function per exhibit, named by its id, in the file of its subject.

A plan holds named series, rows of words or cards and does not depend on PowerPoint. Called by briefing.slide.
"""

from briefing.plans import (
    appraisal,
    brands,
    comparison,
    duties,
    indices,
    inquiries,
    linkage,
    maps,
    overview,
    programmes,
    rectification,
    satisfaction,
    services,
    stars,
)

PLANS = {
    plan.__name__: plan
    for plan in (
        *overview.PLANS,
        *maps.PLANS,
        *satisfaction.PLANS,
        *comparison.PLANS,
        *indices.PLANS,
        *stars.PLANS,
        *linkage.PLANS,
        *rectification.PLANS,
        *programmes.PLANS,
        *appraisal.PLANS,
        *brands.PLANS,
        *duties.PLANS,
        *inquiries.PLANS,
        *services.PLANS,
    )
}
SHOWN_AS_ROWS = {
    plan.__name__ for plan in (*overview.PLANS, comparison.unit_profile, comparison.unit_systems, brands.brand_gaps)
}  # these exhibits have no figure, so their frame is shown
