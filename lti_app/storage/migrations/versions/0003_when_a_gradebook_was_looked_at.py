"""When a gradebook was looked at.

Revision 0003, after '0002'.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("resource_link", sa.Column("results_read_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("resource_link", "results_read_at")
