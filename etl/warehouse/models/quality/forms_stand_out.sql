-- Forms in the export of a survey site that may not be answers of as many people: several from one device within a
-- minute, filled in too quickly, with the same answer everywhere, sent in bursts.
-- Why: no form is dropped, so the rate includes them; the steward sees beside it what it is without them.
-- Severity: warning. The numbers of forms are in form_finding.

select
    'forms_stand_out'                   as "check",
    'warning'                           as severity,
    'survey_response'                   as dataset,
    cast(null as varchar)               as unit_id,
    cast(null as varchar)               as current_unit_id,
    cast(null as varchar)               as period,
    'form_finding.' || finding          as subject,
    rate                                as given,
    rate_without                        as expected,
    batch_id,
    cast(null as varchar)               as source_sheet,
    cast(null as integer)               as source_row
from form_finding
