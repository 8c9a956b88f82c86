"""Forms from elsewhere: read into the dialect, with a report of what was understood, changed and refused."""
