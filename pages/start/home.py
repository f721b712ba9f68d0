"""Start: what can be asked, and of which data."""

from pages.ui import home

home.promise()
home.questions()
home.data()
