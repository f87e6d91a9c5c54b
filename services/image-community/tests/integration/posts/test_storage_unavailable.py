"""A disk that is full or unavailable: 503, no leftovers, and recovery once there is space."""

import errno
import resource
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager

import pytest
import pyvips

from image_community.posts import jobs
from image_community.runtime.problem import StorageUnavailable

ROOM_BYTES = 1_000


class Mounted:
    """A real small disk, and a function that fills it."""

    def __init__(self, folder):
        self.folder = folder
        self._filling = folder / "filling"

    @contextmanager
    def full(self, *, room_bytes: int = 0):
        with self._filling.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            file.writelines(bytes(4096) for _ in range(10_000))
        try:
            yield
        finally:
            self._filling.unlink()


class Limited:
    """Without permission to mount: a limit on the file size of this process (EFBIG)."""

    def __init__(self, folder):
        self.folder = folder

    @contextmanager
    def full(self, *, room_bytes: int = ROOM_BYTES):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (room_bytes, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(params=["a disk if it can be mounted", "a limit of the process"])
def disk(request, tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    is_mounted = False
    if request.param.startswith("a disk") and shutil.which("mount"):
        is_mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield Mounted(folder) if is_mounted else Limited(folder)
    if is_mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def is_refused(answer) -> bool:
    return (
        (answer.status_code, answer.json()["code"]) == (503, "storage_unavailable")
        and int(answer.headers["retry-after"]) > 0
        and answer.headers["content-type"] == "application/problem+json"
    )


class TestFullMedia:
    @pytest.fixture
    def settings(self, settings, disk):
        return settings.model_copy(update={"media_root": disk.folder / "media"})

    async def test_upload_is_503_and_leaves_nothing(self, upload, alice, disk, settings, db):
        # One bit for each point: read in it has room, as a WebP it has none.
        noise = pyvips.Image.gaussnoise(160, 120, mean=128, sigma=40) > 128
        small = bytes(noise.pngsave_buffer(bitdepth=1))
        before = sorted(settings.media_root.rglob("*"))
        with disk.full(room_bytes=len(small) + 500):
            answers = [await upload(alice, small) for _ in range(2)]
        assert all(is_refused(each) for each in answers), answers[0].text
        left = {each for each in settings.media_root.rglob("*") if each.is_file()}
        assert left <= set(before)
        assert await db.fetchval("SELECT count(*) FROM image_posts") == 0
        assert (await upload(alice, small)).status_code == 201

    async def test_image_is_withdrawn_and_its_file_withheld(self, client, upload, alice, disk, settings):
        image = (await upload(alice)).json()
        key = image["image_url"].partition("/uploads/")[2]
        with disk.full():
            answer = await client.delete(f"/api/v1/images/{image['id']}", headers=alice.headers)
        assert answer.status_code == 204
        assert (await client.get(f"/api/v1/images/{image['id']}")).status_code == 404
        assert (settings.media_root / "withheld" / key).is_file()
        assert not (settings.media_root / "public" / key).exists()


async def test_full_temporary_folder_is_503_and_leaves_nothing(upload, alice, picture, disk, db, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    large = picture(width=900, height=700, Q=95)
    assert len(large) > 300_000
    with disk.full():
        answer = await upload(alice, large)
        assert is_refused(answer), answer.text
    assert list(disk.folder.iterdir()) == []
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0
    assert (await upload(alice, picture())).status_code == 201


async def test_missing_temporary_folder_is_503(upload, alice, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "away"))
    assert is_refused(await upload(alice))


async def test_media_folder_without_a_place_for_files_is_503(upload, alice, settings, db):
    """As an unmounted disk: the folder does not exist."""
    shutil.rmtree(settings.media_root / "public")
    (settings.media_root / "public").write_bytes(b"")
    assert is_refused(await upload(alice))
    assert await db.fetchval("SELECT count(*) FROM image_posts") == 0


async def test_missing_media_folder_is_made_again(upload, alice, settings):
    shutil.rmtree(settings.media_root)
    assert (await upload(alice)).status_code == 201


async def test_decoder_that_cannot_be_started_is_503(upload, alice, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    answer = await upload(alice)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]


async def test_file_that_cannot_be_moved_keeps_no_other_waiting(app, settings, db):
    """The first file's folder is a file, so every move of it fails, even for root."""
    withheld = settings.media_root / "withheld"
    (withheld / "aa").write_bytes(b"")
    (withheld / "bb").mkdir()
    (withheld / "bb" / "good.webp").write_bytes(b"x")
    for key in ("aa/stuck", "bb/good"):
        await db.execute("INSERT INTO unsettled_files (image_url) VALUES ($1)", f"/uploads/{key}.webp")
    with pytest.raises(StorageUnavailable):
        await jobs.move_pending_files(sessions=app.state.connections.sessions, files=app.state.files)
    left = await db.fetch("SELECT image_url FROM unsettled_files")
    assert [each["image_url"] for each in left] == ["/uploads/aa/stuck.webp"]
    assert not (withheld / "bb" / "good.webp").exists()


def test_substitute_for_a_full_disk_raises_an_os_error(tmp_path):
    with Limited(tmp_path).full(), pytest.raises(OSError, match="File too large") as raised:
        (tmp_path / "large").write_bytes(bytes(ROOM_BYTES + 1))
    assert raised.value.errno == errno.EFBIG
