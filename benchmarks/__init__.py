"""Reproducible comparisons with peers, one script each; results are written to files."""
