"""Keys depend on owner and bytes."""

import io

from image_community.uploads.domain.object_key import key_of, object_key, url_path


def test_same_owner_and_bytes_are_one_key_wherever_the_file_stands():
    file = io.BytesIO(b"cat" * 1_000_000)
    file.seek(5)
    assert object_key(1, file) == object_key(1, io.BytesIO(b"cat" * 1_000_000))


def test_another_owner_or_another_byte_is_another_key():
    keys = {object_key(1, io.BytesIO(b"a")), object_key(2, io.BytesIO(b"a")), object_key(1, io.BytesIO(b"b"))}
    assert len(keys) == 3


def test_owner_and_bytes_do_not_run_together():
    assert object_key(1, io.BytesIO(b"1:x")) != object_key(11, io.BytesIO(b"x"))


def test_address_and_key_belong_together():
    key = object_key(1, io.BytesIO(b"a"))
    assert key_of(url_path(key)) == key
    assert url_path(key).startswith("/uploads/")
    assert key.endswith(".webp")
