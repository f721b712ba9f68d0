"""Word documents and slides: their look, their tables, their charts to edit, their bytes."""
