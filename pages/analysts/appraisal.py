"""Analysts: 述评考: grades and ballots by year, class and post, feedback, and problems in the ledger."""

from shell import beside, selection, show, show_rows

GRADES = ("year", "grade_scale", "group_name", "grade_name", "part_n", "persons_n", "share")
FOLLOWED = ("year", "group_name", "persons_n", "sent_n", "feedback_rate", "read_n", "feedback_read_rate",
            "listed_n", "recorded_n", "consequence_rate", "ledger_n", "closed", "open", "overdue")  # fmt: skip

chosen = selection()
show("appraisal_grades", chosen)
beside("appraisal_groups", "appraisal_ballots", chosen)
beside("appraisal_followup", "appraisal_items", chosen)
show_rows("appraisal_grades", chosen, GRADES)
show_rows("appraisal_followup", chosen, FOLLOWED)
