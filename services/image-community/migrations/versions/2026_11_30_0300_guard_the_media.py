"""Guard the media: this database's identity, and files seen unwanted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_store",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("database_id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column(
            "refused_because",
            sa.String(length=20),
            nullable=True,
            comment="what the last check found; null: the store is ours",
        ),
        sa.Column("file_count", sa.BigInteger(), nullable=True, comment="when adopting was last considered"),
        sa.Column(
            "named_count", sa.BigInteger(), nullable=True, comment="of file_count, those that rows name"
        ),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "waiting_count",
            sa.BigInteger(),
            server_default=sa.text("0"),
            nullable=False,
            comment="files whose deletion waits for an operator",
        ),
        sa.CheckConstraint("id = 1", name="ck_one_store"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_store")),
    )
    op.execute("INSERT INTO media_store (id) VALUES (1)")
    op.create_table(
        "unwanted_files",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "is_allowed",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="an operator has allowed its deletion, however many there are",
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_unwanted_files")),
    )


def downgrade() -> None:
    op.drop_table("unwanted_files")
    op.drop_table("media_store")
