"""The catalogue of exhibits: every message that a stage may show, by its id, in the order of the pages."""

from exhibits import (
    attention,
    composite_scores,
    coupling,
    coverage,
    division_map,
    headline,
    index_by_unit,
    index_correlation,
    index_reconciliation,
    index_trend,
    linkage,
    loaded_batches,
    opinion_themes,
    opinion_trend,
    quality_findings,
    rectification_ageing,
    rectification_backlog,
    rectification_closure,
    rectification_items,
    rectification_summary,
    rejected_rows,
    satisfaction_by_group,
    satisfaction_by_unit,
    satisfaction_trend,
    series_signals,
)
from exhibits.exhibit import Exhibit, ExhibitSpec
from exhibits.selection import Selection

CATALOGUE: dict[str, ExhibitSpec] = {
    room.SPEC.id: room.SPEC
    for room in (
        headline,
        satisfaction_trend,
        satisfaction_by_group,
        satisfaction_by_unit,
        opinion_trend,
        opinion_themes,
        index_trend,
        index_by_unit,
        composite_scores,
        index_correlation,
        linkage,
        coupling,
        rectification_summary,
        rectification_closure,
        rectification_ageing,
        rectification_backlog,
        rectification_items,
        series_signals,
        attention,
        division_map,
        loaded_batches,
        rejected_rows,
        coverage,
        quality_findings,
        index_reconciliation,
    )
}

__all__ = ["CATALOGUE", "Exhibit", "ExhibitSpec", "Selection"]
