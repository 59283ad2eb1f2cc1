"""`python -m imet_graph` is the command `imet-graph`."""

from imet_graph.cli import main

main(prog_name="imet-graph")
