"""Findings and coverage, as a steward asks for them."""

from datetime import date

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


def test_coverage_adds_a_unit_to_the_one_that_it_is_today(town):
    covered = queries.ask("coverage", build=town, dataset="brand").drop("dataset", "unit_class")
    assert covered.rows() == [
        ("u1", "甲局", 2023, None, date(2024, 4, 1), True, False),  # 2 rows
        ("u1", "甲局", 2024, 14, date(2024, 5, 1), False, False),
    ]
    assert queries.ask("coverage", build=town, dataset="opinion").drop("dataset").rows() == [
        ("", "", None, 2024, None, date(2024, 4, 1), True, False)
    ]
    assert queries.ask("coverage", build=town, dataset="opinion", units=["u1"]).is_empty()
    assert queries.ask("coverage", build=town, year_to=2023)["year"].to_list() == [2023]


def test_given_and_computed_scores_are_counted_against_the_tolerance(town):
    (scores,) = queries.ask("index_reconciliation", build=town).to_dicts()
    assert (scores["given_n"], scores["computed_n"], scores["compared_n"]) == (4, 4, 3)
    assert (scores["differing_n"], scores["greatest_difference"], scores["tolerance"]) == (1, 2.0, 0.5)
    (of_one,) = queries.ask("index_reconciliation", build=town, unit_class=["party_mass"]).to_dicts()
    assert (of_one["given_n"], of_one["compared_n"], of_one["differing_n"]) == (1, 0, 0)
