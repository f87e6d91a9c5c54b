"""Follow the accounts of auth-match: a cursor, standings, why a post is hidden, files to be settled."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_event_cursor",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "seq", sa.BigInteger(), nullable=False, comment="the last event applied; 0 before the first"
        ),
        sa.CheckConstraint("id = 1", name="ck_one_cursor"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_event_cursor")),
    )
    op.create_table(
        "account_standings",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("standing", sa.String(length=8), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("standing IN ('disabled', 'deleted')", name="ck_standing_known"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_account_standings")),
    )
    op.create_table(
        "unsettled_files",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("image_url", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsettled_files")),
    )
    op.add_column(
        "image_posts",
        sa.Column("owner_disabled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.create_check_constraint(
        "ck_active_says_why", "image_posts", "is_active = (deleted_at IS NULL AND NOT owner_disabled)"
    )


def downgrade() -> None:
    # Without the column nothing would say why a post is hidden, so it would count as withdrawn.
    op.drop_constraint("ck_active_says_why", "image_posts", type_="check")
    op.execute("UPDATE image_posts SET deleted_at = now() WHERE owner_disabled AND deleted_at IS NULL")
    op.drop_column("image_posts", "owner_disabled")
    op.drop_table("unsettled_files")
    op.drop_table("account_standings")
    op.drop_table("account_event_cursor")
