"""Room for words of 32 bits.

Revision 0004, after '0003'.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WORDS = (("attempt", "seed"), ("card_state", "word"))


def upgrade() -> None:
    _alter(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    _alter(sa.BigInteger(), sa.Integer())


def _alter(before: sa.types.TypeEngine[int], after: sa.types.TypeEngine[int]) -> None:
    # An integer of SQLite has 64 bits, whatever it is called.
    if op.get_bind().dialect.name == "sqlite":
        return
    for table, column in _WORDS:
        op.alter_column(table, column, existing_type=before, type_=after, existing_nullable=False)
