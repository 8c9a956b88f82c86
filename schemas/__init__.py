"""The nouns: what things are, and how they cross a border."""
