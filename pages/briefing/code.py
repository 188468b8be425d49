"""Briefing: a trace code restored: the card as it was, the card as it is now, and what has changed."""

import streamlit as st

from shell import code_page, newest_build, speak

if newest_build():
    code_page()
else:
    st.info(speak("shell.no_build"))
