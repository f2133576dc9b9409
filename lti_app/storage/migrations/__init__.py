"""Alembic's folder: `env.py` and one module for each change of the tables. See storage/migrate.py."""
