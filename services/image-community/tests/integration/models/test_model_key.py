"""image_posts.model_key: one key per visible name."""

import unicodedata

import pytest

# Default_Ignorable_Code_Point of Unicode 15: Cf for the most part, else fillers, selectors or nothing yet
IGNORABLE = [
    *(0xAD, 0x34F, 0x61C, *range(0x115F, 0x1161), *range(0x17B4, 0x17B6), *range(0x180B, 0x1810)),
    *(*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0x3164),
    *(*range(0xFE00, 0xFE10), 0xFEFF, 0xFFA0, *range(0xFFF0, 0xFFF9)),
    *(*range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE1000)),
]
FORMATS = [code for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]


@pytest.fixture
def keys(db):
    async def of(*names: str) -> list[str | None]:
        rows = await db.fetch(
            """INSERT INTO image_posts (user_id, image_url, prompt, width, height, model_name)
               SELECT 1, at::text, 'p', 1, 1, name FROM unnest($1::text[]) WITH ORDINALITY AS n (name, at)
               RETURNING model_key""",
            names,
        )
        return [row[0] for row in rows]

    return of


async def test_invisible_characters_do_not_count_at_any_position(keys):
    letters = [chr(code) for code in {*IGNORABLE, *FORMATS}]
    assert len(letters) > 4000
    # Between what is composed too: a letter and its accent, the parts of a syllable.
    found = await keys(*(f"{c}Fl{c}ux cafe{c}\u0301 \u1112{c}\u1161{c}\u11ab {c}" for c in letters))
    wrong = [hex(ord(c)) for c, key in zip(letters, found, strict=True) if key != "flux café 한"]
    assert not wrong


async def test_unseen_alone_is_no_name(keys):
    assert set(await keys("\U0001bca0", "\uffa0", " \u2800\u3000", "")) == {None}


async def test_case_width_and_spaces_do_not_count(keys):
    assert await keys("ＦＬＵＸ\u3000 Pro\t", "Cafe\u0301", "ΟΔΟΣ", "οδος", "οδοσ") == [
        "flux pro",
        "café",
        *["οδοσ"] * 3,
    ]


async def test_visible_characters_count(keys):
    names = ["flux", "flux 1", "flux-1", "flüx", "플럭스", "フルックス", "ﾌﾙｯｸｽ 2", "🦊", "e\u0336"]
    assert len(set(await keys(*names))) == len(names)
