from auth_match.accounts.domain.rights import Rights, may_administer

CHANGE, DEACTIVATE = "accounts.change_user", "accounts.deactivate_user"


def rights(*permissions: str, is_superuser: bool = False) -> Rights:
    return Rights(is_superuser, frozenset(permissions))


def test_equal_or_fewer_rights_may_be_administered() -> None:
    assert may_administer(rights(CHANGE), rights())
    assert may_administer(rights(CHANGE), rights(CHANGE))
    assert may_administer(rights(CHANGE, DEACTIVATE), rights(CHANGE))


def test_one_right_that_the_actor_lacks_forbids() -> None:
    assert not may_administer(rights(CHANGE), rights(CHANGE, DEACTIVATE))
    assert not may_administer(rights(), rights(CHANGE))


def test_superusers_are_administered_by_superusers() -> None:
    assert not may_administer(rights(CHANGE, DEACTIVATE), rights(is_superuser=True))
    assert may_administer(rights(is_superuser=True), rights(CHANGE, is_superuser=True))
    # A superuser's own list is empty, but no right of another exceeds theirs.
    assert may_administer(rights(is_superuser=True), rights(CHANGE))
