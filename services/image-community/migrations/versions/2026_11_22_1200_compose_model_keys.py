"""Compose the letters of model keys without what stands unseen between them, and know more of what is unseen.

What earlier votes and kept sums say of models stays as it is.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNSEEN = (
    r"\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)
BLANK = r"[:space:]\u0001-\u0020\u007f-\u00a0\u2028\u2029"
SEEN = f"regexp_replace(model_name COLLATE pg_c_utf8, '[{UNSEEN}]+'::text, ''::text, 'g'::text)"
FOLDED = f"replace(lower(NORMALIZE({SEEN}, NFKC)), '\u03c2'::text, '\u03c3'::text)"
MODEL_KEY = (
    f"NULLIF(left(btrim(regexp_replace({FOLDED}, '[{BLANK}]+'::text, ' '::text, 'g'::text)), 100), ''::text)"
)
BEFORE = (
    "NULLIF(left(btrim(regexp_replace(regexp_replace(lower(NORMALIZE(model_name, NFKC) COLLATE pg_c_utf8),"
    r" '[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+'::text,"
    r" ''::text, 'g'::text), '[[:space:]\u0001-\u0020\u007f-\u00a0\u2028\u2029]+'::text, ' '::text, 'g'::text)), 100), ''::text)"
)


def upgrade() -> None:
    op.execute(f"ALTER TABLE image_posts ALTER COLUMN model_key SET EXPRESSION AS ({MODEL_KEY})")


def downgrade() -> None:
    op.execute(f"ALTER TABLE image_posts ALTER COLUMN model_key SET EXPRESSION AS ({BEFORE})")
