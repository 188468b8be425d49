"""Findings and coverage, as a steward asks for them."""

import queries


def test_findings_stand_by_gravity_and_name_the_unit_that_is_today(town):
    findings = queries.ask("quality_findings", build=town)
    assert findings.select("finding_no", "check", "severity", "unit", "file").rows() == [
        (1, "missing_group", "warning", "乙局", "a.xlsx"),
        (2, "perfect_rate_few_forms", "note", "甲局", "a.xlsx"),
        (3, "superseded_rows", "note", None, "a.xlsx"),
    ]


def test_findings_are_narrowed_by_unit_year_dataset_and_severity(town):
    def checks(**narrowed):
        return queries.ask("quality_findings", build=town, **narrowed)["check"].to_list()

    assert checks(units=["old1"]) == ["perfect_rate_few_forms"]
    assert checks(unit_class=["party_mass"]) == ["missing_group"]
    assert checks(severity=["note"]) == ["perfect_rate_few_forms", "superseded_rows"]
    assert checks(year_from=2019) == ["missing_group", "superseded_rows"]  # no year: never left out for it
    assert checks(dataset="opinion") == []
