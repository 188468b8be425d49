"""Stewards, and everyone who wants to check a figure: from an exhibit to the rows and cells it was computed from."""

import streamlit as st

from shell import newest_build, speak
from shell.stewards.trace import trace

if newest_build():
    trace()
else:
    st.info(speak("shell.no_build"))
