"""Stewards: what was loaded, when, by whom, and what it changed; withdraw a batch, return to an earlier build."""

import streamlit as st

from shell import newest_build, speak
from shell.stewards.confirmation import show_success
from shell.stewards.history import batches, builds, events
from shell.stewards.revision_notice import revision_notice

if not newest_build():
    st.info(speak("shell.no_build"))
show_success()
batches()
builds()
events()
if newest_build():
    revision_notice()
