"""Briefing: an edited briefing compared with its cards, or brought to the newest build."""

import streamlit as st

from shell import edited_files, newest_build, speak

if newest_build():
    edited_files()
else:
    st.info(speak("shell.no_build"))
