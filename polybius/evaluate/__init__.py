"""Measures of the coder against annotated sets, one file per data format; the figures in the docs are theirs."""
