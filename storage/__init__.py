"""Disk: the catalogue (TinyDB), cases, accounts, audit and jobs (SQL), files."""
