"""Start: what can be done, what was done before, and what can be asked."""

from pages.ui import home

home.promise()
home.ways()
home.work()
home.questions()
home.news()
