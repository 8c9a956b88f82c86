"""Probable duplicates: what a label means and how alike two questions are."""
