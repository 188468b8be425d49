"""Leaders: the headline figures against target and last year, and the units that need attention."""

from exhibits.overview.attention import by_unit
from shell import beside, cards, selection, show

chosen = selection()
cards("headline", chosen)
show("satisfaction_trend", chosen)
beside("opinion_trend", "rectification_closure", chosen)
show("attention", chosen, columns=("unit", "reasons", "unit_class", "attention_score"), first=10, as_rows=by_unit)
