"""PATCH and PUT /images/{id}: both change only what is sent."""

import pytest

METHODS = pytest.mark.parametrize("method", ["PATCH", "PUT"])


@METHODS
async def test_only_what_is_sent_changes(client, make_post, alice, method):
    post_id = await make_post(1, prompt="old", model_name="sdxl", is_tournament_opt_in=False)
    address = f"/api/v1/images/{post_id}"
    before = (await client.get(address, headers=alice.headers)).json()
    answer = await client.request(method, address, headers=alice.headers, json={"prompt": " new "})
    assert answer.status_code == 200
    assert answer.json() | {"updated_at": ""} == before | {"prompt": "new", "updated_at": ""}
    assert answer.json()["updated_at"] > before["updated_at"]
    answer = await client.request(method, address, headers=alice.headers, json={"is_tournament_opt_in": True})
    assert (answer.json()["prompt"], answer.json()["is_tournament_opt_in"]) == ("new", True)


async def test_nothing_sent_changes_nothing(client, make_post, alice):
    post_id = await make_post(1)
    before = (await client.get(f"/api/v1/images/{post_id}", headers=alice.headers)).json()
    answer = await client.patch(f"/api/v1/images/{post_id}", headers=alice.headers, json={})
    assert (answer.status_code, answer.json()) == (200, before)


@pytest.mark.parametrize("value", [None, "", "  "])
async def test_model_name_can_be_removed(client, make_post, alice, value):
    post_id = await make_post(1, model_name="sdxl")
    answer = await client.patch(
        f"/api/v1/images/{post_id}", headers=alice.headers, json={"model_name": value}
    )
    assert answer.json()["model_name"] is None


async def test_whole_image_may_be_put_back_as_read_in_any_feed(client, make_post, alice):
    await make_post(1, prompt="a cat", model_name="sdxl")
    for path in ("/api/v1/images", "/api/v1/images/feed/top-24h"):
        body = (await client.get(path, headers=alice.headers)).json()
        (image,) = body if isinstance(body, list) else body["items"]
        answer = await client.put(
            f"/api/v1/images/{image['id']}", headers=alice.headers, json={**image, "prompt": path}
        )
        assert (answer.status_code, answer.json()["prompt"]) == (200, path)


@METHODS
async def test_unknown_fields_are_named_and_nothing_changes(client, make_post, alice, method, db):
    post_id = await make_post(1, prompt="old")
    body = {"prompt": "new", "model": "sdxl", "is_opt_in": True, "deleted_at": None}
    answer = await client.request(method, f"/api/v1/images/{post_id}", headers=alice.headers, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.json()["errors"] == [
        {"field": name, "code": "unknown_field", "message": "This field is not known."}
        for name in ("model", "is_opt_in", "deleted_at")
    ]
    assert await db.fetchval("SELECT prompt FROM image_posts") == "old"


async def test_names_of_unknown_fields_are_input_too(client, make_post, alice):
    post_id = await make_post(1)
    headers = {**alice.headers, "Content-Type": "application/json"}

    async def refused(names: list[str]) -> list[dict[str, str]]:
        body = "{" + ", ".join(f'"{name}": 1' for name in names) + "}"
        answer = await client.patch(f"/api/v1/images/{post_id}", headers=headers, content=body)
        assert answer.status_code == 422
        assert len(answer.content) < 10_000
        return answer.json()["errors"]

    errors = await refused(["\\u0000", "x" * 10_000, "a.b", "", *(f"n{n}" for n in range(4000))])
    assert [each["field"] for each in errors[:4]] == ["\0", "x" * 100, "a.b", ""]
    assert len(errors) == 50
    assert len(await refused(["\\ud800"])) == 1  # no text at all


async def test_other_fields_are_ignored(client, make_post, alice):
    post_id = await make_post(1)
    body = {"user_id": 5, "is_active": False, "like_count": 9, "id": 7, "image_url": "x"}
    before = (await client.get(f"/api/v1/images/{post_id}", headers=alice.headers)).json()
    assert (await client.put(f"/api/v1/images/{post_id}", headers=alice.headers, json=body)).json() == before


@METHODS
async def test_other_user_is_refused(client, make_post, bob, method, db):
    post_id = await make_post(1, prompt="old")
    answer = await client.request(
        method, f"/api/v1/images/{post_id}", headers=bob.headers, json={"prompt": "new"}
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "not_owner")
    assert await db.fetchval("SELECT prompt FROM image_posts") == "old"


async def test_without_token_401(client, make_post):
    post_id = await make_post(1)
    assert (await client.patch(f"/api/v1/images/{post_id}", json={"prompt": "x"})).status_code == 401


async def test_withdrawn_is_not_found(client, make_post, alice):
    post_id = await make_post(1, is_active=False)
    answer = await client.patch(f"/api/v1/images/{post_id}", headers=alice.headers, json={"prompt": "x"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"prompt": None}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": "x" * 2001}, "prompt"),
        ({"model_name": ["x"]}, "model_name"),
        ({"is_tournament_opt_in": None}, "is_tournament_opt_in"),
        ({"is_tournament_opt_in": "yes"}, "is_tournament_opt_in"),
    ],
    ids=str,
)
async def test_wrong_values_are_named(client, make_post, alice, body, field):
    post_id = await make_post(1)
    answer = await client.patch(f"/api/v1/images/{post_id}", headers=alice.headers, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [each["field"] for each in answer.json()["errors"]] == [field]
