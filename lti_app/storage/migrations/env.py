"""Run by Alembic, on the connection that storage/migrate.py hands over."""

from __future__ import annotations

from alembic import context

from lti_app.storage.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_item=context.config.attributes.get("render_item"),
)
# The caller's transaction holds all of it.
context.run_migrations()
