"""GET /images/{id}."""

import pytest


async def test_one_image(client, make_post):
    post_id = await make_post(5, prompt="a dog", image_url="/uploads/ab/x.webp")
    answer = await client.get(f"/api/v1/images/{post_id}")
    assert answer.status_code == 200
    image = answer.json()
    assert (image["id"], image["user_id"], image["prompt"]) == (post_id, 5, "a dog")
    assert image["image_url"] == "https://maru.test/uploads/ab/x.webp"


async def test_host_header_does_not_reach_the_address(client, make_post):
    post_id = await make_post()
    for host in ("evil.test", "[", "a b", ""):
        answer = await client.get(f"/api/v1/images/{post_id}", headers={"Host": host})
        assert answer.json()["image_url"].startswith("https://maru.test/")


async def test_inactive_is_not_found(client, make_post):
    post_id = await make_post(is_active=False)
    answer = await client.get(f"/api/v1/images/{post_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("post_id", [1, 2**31 - 1])
async def test_unknown_is_not_found(client, post_id):
    assert (await client.get(f"/api/v1/images/{post_id}")).status_code == 404


@pytest.mark.parametrize("post_id", [0, -1, 2**31, 10**40, "x", "1.5", "%00", "9" * 5000])
async def test_no_id_is_422(client, post_id):
    answer = await client.get(f"/api/v1/images/{post_id}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
