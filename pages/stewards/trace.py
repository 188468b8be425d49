"""Stewards, and whoever doubts a figure: from an exhibit back to the rows and cells that it was made from."""

import streamlit as st

from shell import newest_build, speak
from shell.stewards.trace import trace

if newest_build():
    trace()
else:
    st.info(speak("shell.no_build"))
