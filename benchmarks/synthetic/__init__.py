"""Synthetic facts that follow our ontology and shapes, for benchmarks of any size."""
