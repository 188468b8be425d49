"""Analysts: control charts of monthly figures: signals beyond random variation, and whether the target is reached."""

from exhibits.services.series_signals import charted
from shell import ask, choice, selection, show, speak, worded

series = charted(ask("series_signals", selection()))
choice("series", series, lambda name: worded("series", name), speak("pages.signals.choose"))
show("series_signals", selection("series"))
