"""The brief: one content for page, document, slides and data pack (docs/adr/0025-brief.md)."""
