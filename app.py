"""The browser door: `streamlit run app.py` serves the pages and the JSON API together."""

import streamlit as st

from pages import api, warm
from pages.ui import errors

app = st.App(
    "pages/shell.py",
    routes=api.ROUTES,
    lifespan=warm.lifespan,
    on_script_error=errors.shown,
    exception_handlers={Exception: api.failed},
)
