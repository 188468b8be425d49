"""From an exhibit's frame to the charts of its slides: a function an exhibit, named by its id."""

from briefing.plans import indices, opinions, overview, rectification, satisfaction, series, units

PLANS = {
    plan.__name__: plan
    for plan in (
        *overview.PLANS,
        *satisfaction.PLANS,
        *units.PLANS,
        *opinions.PLANS,
        *indices.PLANS,
        *rectification.PLANS,
        *series.PLANS,
    )
}
SHOWN_AS_ROWS = {plan.__name__ for plan in overview.PLANS}  # these exhibits have no figure: their frame is shown
