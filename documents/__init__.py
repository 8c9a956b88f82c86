"""Paper: nouns in, bytes out."""
