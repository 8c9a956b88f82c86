"""Sets of texts: patterns and formats as machines, their words and what they have in common."""
