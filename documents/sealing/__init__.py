"""The electronic seal on a PDF (PAdES B-B): its keys, putting it on, and looking at it again."""
