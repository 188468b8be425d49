"""The reference of the page bench: a Streamlit page with nothing on it but one number that each rerun changes."""

import itertools

import streamlit as st


@st.cache_resource
def counter() -> itertools.count:
    return itertools.count()


st.button("again")
st.text(str(next(counter())))
