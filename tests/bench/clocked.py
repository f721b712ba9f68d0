"""Streamlit's own command, on a server that tells how long each run of a page took.

It tells that together with its usage statistics. For those it also notes every command of a page
with its arguments: a seventh of the page's time, which no visitor ever spends, since statistics
are off where the app is served. Here the time is told, and no command is noted.
"""

from streamlit.runtime import metrics_util
from streamlit.web.cli import main

metrics_util._MAX_TRACKED_COMMANDS = 0

if __name__ == "__main__":
    main(prog_name="streamlit")
