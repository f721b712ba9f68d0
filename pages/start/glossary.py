"""Glossary: what the words of the product mean."""

from pages.ui import glossary

glossary.lead()
glossary.entries(glossary.asked())
