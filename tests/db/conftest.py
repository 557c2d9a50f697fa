"""The same PostgreSQL that the centre is tested on."""

from __future__ import annotations

from tests.server.conftest import cluster, database_url

__all__ = ["cluster", "database_url"]
