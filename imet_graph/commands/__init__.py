"""Commands of the command line that form groups of their own."""

from imet_graph.commands import briefs, keeping

__all__ = ["COMMANDS"]

COMMANDS = (*briefs.COMMANDS, *keeping.COMMANDS)
"""What the command line adds to its own."""
