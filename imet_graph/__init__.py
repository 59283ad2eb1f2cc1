"""Evidence-grade knowledge graph of the International Military Education and Training program."""

__all__ = ["__version__"]

__version__ = "0.1.0"
