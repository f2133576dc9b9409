"""Logins are used up by the launch that bears their name.

Revision 0005, after '0004'.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_consumed_state_expires_at"), table_name="consumed_state")
    op.drop_table("consumed_state")


def downgrade() -> None:
    op.create_table(
        "consumed_state",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_consumed_state")),
    )
    op.create_index(op.f("ix_consumed_state_expires_at"), "consumed_state", ["expires_at"], unique=False)
