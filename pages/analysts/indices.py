"""Analysts: how do the four indices move, each at its own grain, and which units carry them?"""

from shell import ask, card, choice, draw, selection, show, show_rows, speak, worded

COLUMNS = ("year", "unit", "unit_class", "index", "subjects_n", "score", "change")

show("index_trend", selection())
indices = [code for code_list, code in ask("filter_options").select("list", "code").iter_rows() if code_list == "index"]
choice("index", indices, lambda index: worded("index", index), speak("pages.indices.choose"))
chosen = selection("index")
with card("index_by_unit", chosen) as by_unit:
    draw(by_unit)
show_rows("index_by_unit", chosen, COLUMNS)
