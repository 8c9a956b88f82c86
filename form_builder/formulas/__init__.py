"""Formulas over the answers of one form: values, kinds, units, words."""
