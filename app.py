"""The browser door: `streamlit run app.py` serves the pages and the JSON API together."""

import streamlit as st
from starlette.middleware import Middleware

from pages import api, signed, warm
from pages.comeback import Comeback
from pages.gate import Gate
from pages.ui import errors
from pages.visitor import Visitor

app = st.App(
    "pages/shell.py",
    routes=api.mounted(signed.path()),
    middleware=[
        Middleware(Visitor),
        Middleware(Gate),
        Middleware(Comeback),
        Middleware(api.Addresses),
    ],
    lifespan=warm.lifespan,
    on_script_error=errors.shown,
    exception_handlers={Exception: api.failed},
)
