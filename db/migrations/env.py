"""Runs migrations over the connection it is given. Imports nothing of the tables: each revision stands for itself."""

from __future__ import annotations

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
