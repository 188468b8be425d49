"""The reference for the page bench: a Streamlit page with a single number that changes at each rerun."""

import itertools

import streamlit as st


@st.cache_resource
def counter() -> itertools.count:
    return itertools.count()


st.button("again")
st.text(str(next(counter())))
