"""Names that can be confused, and names that mix scripts (UTS 39)."""

from collections import defaultdict
from itertools import product

import pytest

from auth_match.accounts import lookalikes
from auth_match.accounts.domain import usernames
from auth_match.accounts.models import validate_new_username

FAMILY = "김이박최정강조윤장임한오서신권황안송류홍전고문손양"
GIVEN = """민준 서준 도윤 예준 시우 하준 주원 지호 지후 준우 서연 서윤 지우 서현 민서 하은 하윤 윤서 지유 채원
길동 각가 가까 영희 철수"""
LATIN = """anna ben chloé dirk élodie françois göran håkon ingrid josé knut łukasz mária niña ödön pål quinn
renée søren tomáš ülkü věra wojciech ximena yılmaz"""
ENDINGS = "1 22 _kim .lee -x 1990 kim_ 7 m rn l i o 0 I O vv w"


def thousand_names() -> list[str]:
    """Korean full names, and Latin first names with endings that look alike inside ASCII."""
    korean = ["".join(each) for each in product(FAMILY, GIVEN.split())]
    latin = ["".join(each) for each in product(LATIN.split(), ENDINGS.split())]
    return [*korean, *latin]


def test_thousand_korean_and_latin_names_pass_side_by_side() -> None:
    names = thousand_names()
    assert len(names) >= 1_000
    alike: dict[str, set[str]] = defaultdict(set)
    for name in names:
        validate_new_username(name)
        for skeleton in lookalikes.skeletons_of(name):
            alike[skeleton].add(usernames.key_of(name))
    for group in alike.values():
        assert len(group) == 1 or all(map(usernames.is_plain, group)) or same_but_for_ascii(group), group


def look_alike(one: str, other: str) -> bool:
    pairs = zip(lookalikes.skeletons_of(one), lookalikes.skeletons_of(other), strict=True)
    return any(mine == theirs for mine, theirs in pairs)


def same_but_for_ascii(group: set[str]) -> bool:
    """`łukasz1` and `łukaszl` are lookalikes only because of this list's endings."""
    return len({"".join(c for c in name if not c.isascii()) for name in group}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("paypal", "pаypаl"),  # Cyrillic а
        ("coco", "сосо"),  # all Cyrillic
        ("ali", "alı"),  # dotless
        ("admin", "adrnin"),
        ("abe", "ΑΒΕ"),  # Greek capitals
        ("Troy", "Тгоу"),  # a Cyrillic capital, and a letter that looks Latin only when small
        ("김민준", "김민준".replace("민", "\u1106\u4e28\u1102")),
    ],
)
def test_names_that_look_alike_share_a_skeleton(one: str, other: str) -> None:
    assert look_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("jose", "josé"), ("bob", "bop"), ("김민준", "김민중"), ("한가람", "하나람")]
)
def test_names_that_differ_do_not(one: str, other: str) -> None:
    assert not look_alike(one, other)


@pytest.mark.parametrize("name", ["홍길동kim", "kim日本", "Ωμέγα", "иван", "ひらがなkim", "abc123", "ben٣٤٥"])
def test_one_script_or_latin_beside_east_asian_ones_is_fine(name: str) -> None:
    mixes = name == "ben٣٤٥"  # digits of another script than the letters' is Latin and Arabic
    assert lookalikes.mixes_scripts(name) is mixes


@pytest.mark.parametrize("name", ["pаypal", "иванivan", "Ωomega", "홍дима", "1٣2", "日本д"])
def test_other_mixtures_are_refused(name: str) -> None:
    assert lookalikes.mixes_scripts(name)


@pytest.mark.parametrize("name", ["ab\u3164c", "\u1160\u1160\u1160", "\uffa0abc", "ab\u115fcd"])
def test_invisible_letters_are_refused(name: str) -> None:
    assert lookalikes.shows_nothing(usernames.normalised(name))
