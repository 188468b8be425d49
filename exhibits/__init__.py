"""The catalogue of exhibits: every chart, table or card set that a page or a slide may show, by its id, in page order.

There is one folder per subject with one file per exhibit; modules shared by several subjects are at the top level.
Called by shell, briefing and the command line, which pass in the answered frames. An exhibit asks no question, contains
no text for readers itself, and uses no judging word that exhibits.gates has not allowed.
"""

from exhibits.appraisal import (
    appraisal_ballots,
    appraisal_followup,
    appraisal_grades,
    appraisal_groups,
    appraisal_items,
)
from exhibits.brands import (
    brand_awards,
    brand_coverage,
    brand_gaps,
    brand_scores,
    brand_stage_years,
    brand_stages,
    brand_story,
    brand_winners,
)
from exhibits.comparison import unit_case_mix, unit_funnel, unit_profile, unit_ranking, unit_shrunk
from exhibits.duties import contact_points, duty_coverage, duty_matrix, joint_sessions
from exhibits.exhibit import Exhibit, ExhibitSpec
from exhibits.indices import (
    branch_lagging,
    branch_star_moves,
    branch_star_quota,
    branch_star_reasons,
    branch_star_steps,
    branch_stars,
    composite_scores,
    index_by_unit,
    index_correlation,
    index_trend,
    member_points,
    member_points_bands,
    member_points_items,
)
from exhibits.inquiries import inquiry_by_unit, inquiry_flow, inquiry_promises, inquiry_questions
from exhibits.linkage import coupling, linkage
from exhibits.overview import attention, division_map, headline
from exhibits.programmes import programme_progress, programme_projects, programme_status, programme_story
from exhibits.rectification import (
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
    rectification_states,
    rectification_summary,
)
from exhibits.satisfaction import (
    opinion_themes,
    opinion_trend,
    satisfaction_by_group,
    satisfaction_by_unit,
    satisfaction_decomposition,
    satisfaction_multiples,
    satisfaction_trend,
    satisfaction_weighted,
)
from exhibits.selection import Selection
from exhibits.services import (
    hotline_by_unit,
    hotline_callbacks_by_unit,
    hotline_channels,
    hotline_flow,
    hotline_quality,
    series_signals,
    service_bad_ratings,
    service_claim,
    service_ratings,
    service_ratings_by_unit,
)
from exhibits.warehouse import (
    coverage,
    index_reconciliation,
    loaded_batches,
    quality_findings,
    rejected_ranges,
    rejected_rows,
)

CATALOGUE: dict[str, ExhibitSpec] = {
    room.SPEC.id: room.SPEC
    for room in (
        headline,
        satisfaction_trend,
        satisfaction_by_group,
        satisfaction_by_unit,
        satisfaction_weighted,
        satisfaction_decomposition,
        satisfaction_multiples,
        unit_funnel,
        unit_ranking,
        unit_shrunk,
        unit_case_mix,
        unit_profile,
        opinion_trend,
        opinion_themes,
        index_trend,
        index_by_unit,
        composite_scores,
        index_correlation,
        member_points,
        member_points_bands,
        member_points_items,
        branch_stars,
        branch_star_steps,
        branch_star_quota,
        branch_star_moves,
        branch_lagging,
        branch_star_reasons,
        linkage,
        coupling,
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
        rectification_states,
        rectification_items,
        programme_status,
        programme_progress,
        programme_projects,
        programme_story,
        appraisal_grades,
        appraisal_groups,
        appraisal_ballots,
        appraisal_followup,
        appraisal_items,
        service_claim,
        service_ratings,
        service_bad_ratings,
        service_ratings_by_unit,
        hotline_flow,
        hotline_channels,
        hotline_quality,
        hotline_by_unit,
        hotline_callbacks_by_unit,
        brand_coverage,
        brand_gaps,
        brand_stages,
        brand_stage_years,
        brand_awards,
        brand_scores,
        brand_winners,
        brand_story,
        duty_matrix,
        duty_coverage,
        contact_points,
        joint_sessions,
        inquiry_flow,
        inquiry_promises,
        inquiry_by_unit,
        inquiry_questions,
        series_signals,
        attention,
        division_map,
        loaded_batches,
        rejected_rows,
        coverage,
        quality_findings,
        rejected_ranges,
        index_reconciliation,
    )
}

__all__ = ["CATALOGUE", "Exhibit", "ExhibitSpec", "Selection"]
