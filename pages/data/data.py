"""Data: what is in use, a file of one's own, the layers beside it."""

from pages.ui import current, layers, tabs, upload

in_use, own, beside = tabs.draw("data", "current", "upload", "layers")
if in_use.open:
    with in_use:
        current.show()
if own.open:
    with own:
        upload.show()
if beside.open:
    with beside:
        layers.show()
