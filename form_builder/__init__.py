"""Verbs on forms, pure: edit, check, merge, split, guide."""
