"""Due dates of the LMS.

Revision 0002, after '0001'.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("launch", sa.Column("due_at", sa.BigInteger(), nullable=True))
    op.add_column("resource_link", sa.Column("line_item_due_at", sa.BigInteger(), nullable=True))
    op.add_column("resource_link", sa.Column("line_item_read_at", sa.BigInteger(), nullable=True))
    op.drop_column("resource_link", "due_source")


def downgrade() -> None:
    op.add_column("resource_link", sa.Column("due_source", sa.VARCHAR(length=8), nullable=False))
    op.drop_column("resource_link", "line_item_read_at")
    op.drop_column("resource_link", "line_item_due_at")
    op.drop_column("launch", "due_at")
