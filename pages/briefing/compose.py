"""Briefing: the basket in order, with own notes and headings; saved under a name, made into slides or a web pack."""

import streamlit as st

from shell import newest_build, speak
from shell.composer import blocks, parts
from shell.composer_files import files, saved, saving

if not newest_build():
    st.info(speak("shell.no_build"))
answered = parts()
left, right = st.columns([2, 1], gap="medium")
with left:
    blocks(answered)
with right:
    files(answered)
    saving()
    saved()
