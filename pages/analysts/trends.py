"""Analysts: satisfaction over the years as small multiples, and the trend of the indices."""

from shell import choice, selection, show, show_rows, speak

COLUMNS = ("title", "year", "satisfied_n", "valid_n", "rate", "lower", "upper", "change", "verdict")

choice("trend_by", ("group", "division", "unit"), lambda by: speak(f"pages.trends.by_{by}"), speak("pages.trends.by"))
show("satisfaction_multiples", selection("trend_by"))
show_rows("satisfaction_multiples", selection("trend_by"), COLUMNS)
show("index_trend", selection())
show("rectification_backlog", selection())
