"""Serving: SPARQL protocol, linked data and pages over the release in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imet_graph.serving.application import app
    from imet_graph.serving.running import serve

__all__ = ["app", "serve"]


def __getattr__(name: str) -> Any:
    """Import the web framework only when it is used: worker processes start without it."""
    if name == "app":
        from imet_graph.serving.application import app

        return app
    if name == "serve":
        from imet_graph.serving.running import serve

        return serve
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
