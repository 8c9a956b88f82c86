"""Verbs on cases, pure: submit, lane, clock, decide."""
