"""Analysts: does a monthly figure do more than its own noise, and will it reach its target?"""

from exhibits.services.series_signals import charted
from shell import ask, choice, selection, show, speak, worded

series = charted(ask("series_signals", selection()))
choice("series", series, lambda name: worded("series", name), speak("pages.signals.choose"))
show("series_signals", selection("series"))
