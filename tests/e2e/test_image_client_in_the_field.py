"""The React client's calls (contracts/image_calls_in_the_field.json) still get what it reads."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.people.person import MakePerson, Person, expect
from tests.people.pictures import picture

CONTRACT = json.loads(
    (Path(__file__).parents[2] / "contracts" / "image_calls_in_the_field.json").read_text(encoding="utf-8")
)
IMAGE, PROBLEM = set(CONTRACT["image"]), set(CONTRACT["problem"])
STALE = {"Authorization": "Bearer stale.access.token"}
NO_FILE = {"file": ("a.png", b"no image at all", "image/png")}


class Client:
    """Replays calls in order; what an answer holds goes into the next call."""

    def __init__(self, author: Person, voter: Person, prefix: str, known: dict[str, Any]) -> None:
        self._author = author
        self._voter = voter
        self._prefix = prefix
        self.known: dict[str, Any] = known

    async def send(self, call: dict[str, Any], path: str) -> httpx.Response:
        who = call.get("who", "author")
        person = self._voter if who == "voter" else self._author
        given: dict[str, Any] = {"headers": STALE} if who == "stale" else {}
        if "query" in call:
            given["params"] = {name: value.format(**self.known) for name, value in call["query"].items()}
        if "sends" in call:
            given["json"] = {name: self.known[name] for name in call["sends"]}
        if "form" in call:
            given["files"] = NO_FILE if "file" in call else {"file": ("a.png", picture(".png"), "image/png")}
            given["data"] = {name: self.known[f"form_{name}"] for name in call["form"] if name != "file"}
        return await person.ask(call["method"], self._prefix + path.format(**self.known), **given)

    def learn(self, call: dict[str, Any], body: Any) -> None:
        if call["name"] in {"upload", "get"}:
            self.known |= body
        if call["name"] == "upload":
            self.known["image_id"] = body["id"]
        if call["shape"] == "match":
            winner, loser = body["images"]
            self.known |= {
                "match_id": body["match_id"],
                "winner_image_id": winner["id"],
                "loser_image_id": loser["id"],
            }


def require_fields(call: dict[str, Any], body: Any) -> None:
    """`body` has every name that the client reads, in the shape in which it reads it."""
    reads = set(call.get("reads", ()))
    name, shape = call["name"], call["shape"]
    items: list[Any] = []
    if shape == "images":
        assert isinstance(body, list), name  # bare: the client maps over it
        assert body, name
        items = body
        assert all(reads <= each.keys() for each in body), name
    elif shape == "rankings":
        assert {"rankings", "total"} <= body.keys(), name
        assert all(reads <= each.keys() for each in body["rankings"]), name
        items = [each["image"] for each in body["rankings"]]
    else:
        assert reads <= body.keys(), (name, reads - body.keys())
        if shape == "page":
            items = body["items"]
        elif shape == "image":
            items = [body]
        elif shape == "match":
            items = [*body["images"], body["image1"], body["image2"]]
    for each in items:
        assert each.keys() >= IMAGE, (name, IMAGE - each.keys())
        assert ("is_liked" in each) == (call.get("who") != "stale"), name
        assert each["image_url"].startswith("http"), name
    if shape == "problem":
        assert body.keys() >= PROBLEM, name
        assert isinstance(body["detail"], str), name  # the client renders it
        assert body["detail"].endswith("."), name


@pytest.mark.parametrize("prefix", CONTRACT["prefixes"])
@pytest.mark.parametrize("slash", ["/", ""])
async def test_every_call_of_the_react_client_is_answered_as_it_reads(
    make_person: MakePerson, alice: Person, bob: Person, prefix: str, slash: str
) -> None:
    charlie = await make_person("charlie")  # so that two authors take part
    await charlie.post_image(picture(".png"), "another picture")
    form = {"form_prompt": "a picture", "form_model_name": "demo-model", "form_is_tournament_opt_in": "true"}
    first = await alice.post_image(picture(".png"), "the first one")
    known = {**form, **first, "image_id": first["id"], "user_id": alice.id}
    client = Client(alice, bob, prefix, known)
    for call in CONTRACT["calls"]:
        response = await client.send(call, call["path"].removesuffix("/") + slash)
        expect(response, call["status"])
        if call.get("who") == "stale":
            assert 'error="invalid_token"' in response.headers["www-authenticate"], call["name"]
        if call["shape"] == "nothing":
            assert not response.content
            continue
        body = response.json()
        require_fields(call, body)
        client.learn(call, body)
