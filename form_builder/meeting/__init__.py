"""The intersection of any JSON Schemas, and whether anything is left in it."""
