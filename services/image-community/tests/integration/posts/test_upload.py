"""POST /images."""

import pytest
import pyvips


async def test_post_answers_the_image(upload, alice):
    answer = await upload(alice, model_name="sdxl", is_tournament_opt_in="true", prompt="  a cat ")
    assert answer.status_code == 201, answer.text
    image = answer.json()
    assert image | {"id": 0, "image_url": "", "created_at": "", "updated_at": ""} == {
        "id": 0,
        "user_id": 1,
        "image_url": "",
        "prompt": "a cat",
        "model_name": "sdxl",
        "is_tournament_opt_in": True,
        "is_active": True,
        "created_at": "",
        "updated_at": "",
        "like_count": 0,
        "tournament_win_count": 0,
        "tournament_loss_count": 0,
        "width": 64,
        "height": 48,
        "thumbnails": {},
        "placeholder": None,
        "is_liked": False,
    }
    assert image["image_url"].startswith("https://maru.test/uploads/")
    assert image["created_at"].endswith("Z")
    assert answer.headers["location"] == f"/api/v1/images/{image['id']}"
