"""The catalogue of exhibits: every message that a stage may show, by its id, in the order of the pages."""

from exhibits import (
    attention,
    coverage,
    division_map,
    headline,
    index_by_unit,
    index_reconciliation,
    index_trend,
    loaded_batches,
    opinion_themes,
    opinion_trend,
    quality_findings,
    rectification_ageing,
    rectification_backlog,
    rectification_closure,
    rectification_cohorts,
    rectification_duration,
    rectification_items,
    rectification_logrank,
    rectification_on_time,
    rectification_quality,
    rectification_reopening,
    rectification_summary,
    rejected_rows,
    satisfaction_by_group,
    satisfaction_by_unit,
    satisfaction_trend,
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
        rectification_summary,
        rectification_closure,
        rectification_ageing,
        rectification_backlog,
        rectification_duration,
        rectification_cohorts,
        rectification_logrank,
        rectification_on_time,
        rectification_quality,
        rectification_reopening,
        rectification_items,
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
