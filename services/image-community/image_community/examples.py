"""One example per operation for the OpenAPI document: of its answer, or of its body if it answers nothing.

A test compares each with its schema.
"""

from typing import Any

MOMENT = "2026-11-30T12:00:00Z"
MATCH_ID = "3f0f6b1e-58c5-4a53-9d4f-1f0c2f7a9b11"
IMAGE: dict[str, Any] = {
    "id": 7,
    "user_id": 3,
    "author": {"id": 3, "username": "minji"},
    "image_url": "https://maru.example/uploads/5d/5d41402abc4b2a76b9719d911017c592.webp",
    "prompt": "a wooden floor in the morning light",
    "model_name": "Flux",
    "is_tournament_opt_in": True,
    "is_active": True,
    "created_at": MOMENT,
    "updated_at": MOMENT,
    "like_count": 12,
    "tournament_win_count": 5,
    "tournament_loss_count": 2,
    "width": 1024,
    "height": 768,
    "thumbnails": {},
    "placeholder": None,
    "is_liked": False,
}
OTHER = {**IMAGE, "id": 8, "user_id": 4, "author": {"id": 4, "username": "jun"}, "model_name": None}
RANKED = {**IMAGE, "rank": 1, "total_score": 9, "like_count_24h": 6, "win_count_24h": 3}
RATING = {"rating": 1043.2, "rating_low": 981.7, "rating_high": 1104.7}
MATCH = {
    "match_id": MATCH_ID,
    "expires_at": "2026-11-30T12:05:00Z",
    "images": [IMAGE, OTHER],
    "image1": IMAGE,
    "image2": OTHER,
    "message": "Which one is better?",
}
VOTE = {"match_id": MATCH_ID, "winner_image_id": 7, "loser_image_id": 8}
LIKED = {"is_liked": True, "like_count": 13, "message": "You like this image."}
NOT_LIKED = {"is_liked": False, "like_count": 12, "message": "You do not like this image."}
MODELS = {
    "as_of": MOMENT,
    "models": [
        {
            **{"rank": 1, "model_key": "flux", "model_name": "Flux"},
            **RATING,
            **{"votes": 412, "wins": 240, "losses": 172},
        }
    ],
    "models_in_all": 1,
    "hidden_models": 2,
    "min_votes": 300,
    "votes_missing": 41,
    "win_rates": [[None]],
    "matches": [[0]],
    "position_bias": {"left_wins": 206, "right_wins": 206, "left_share": 0.5, "low": 0.45, "high": 0.55},
    "votes": {
        "in_all": 671,
        "counted": 671,
        "left_out": {
            "unnamed_model": 0,
            "same_model": 0,
            "disabled_voter": 0,
            "over_daily_cap": 0,
            "deleted_voter": 0,
            "rare_model": 0,
        },
        "daily_cap": 20,
    },
}
POST = {
    name: value
    for name, value in IMAGE.items()
    if name
    in {
        *("id", "image_url", "prompt", "model_name", "is_tournament_opt_in", "is_active", "created_at"),
        *("updated_at", "width", "height", "like_count", "tournament_win_count", "tournament_loss_count"),
    }
}
CHART = '<svg xmlns="http://www.w3.org/2000/svg"/>'

EXAMPLES: dict[str, Any] = {
    "listImages": {
        "items": [IMAGE],
        **{"total": 1, "total_is_exact": True, "page": 1, "size": 20, "has_next": False},
    },
    "createImage": {**IMAGE, "like_count": 0, "tournament_win_count": 0, "tournament_loss_count": 0},
    "getImage": IMAGE,
    "updateImage": IMAGE,
    "putImage": IMAGE,
    "listRandomImages": [IMAGE, OTHER],
    "listTopImages": [RANKED],
    "likeImage": LIKED,
    "unlikeImage": NOT_LIKED,
    "getLikeStatus": NOT_LIKED,
    "getMatch": MATCH,
    "listOpenMatches": [MATCH],
    "vote": {**VOTE, "vote_id": 55, "winner_new_win_count": 6, "message": "Your vote is counted."},
    "skipMatch": {"match_id": MATCH_ID},
    "listRankings": {
        "rankings": [
            {
                **{"rank": 1, "win_count": 5, "loss_count": 2},
                **RATING,
                **{"matches": 7, "provisional": True, "image": IMAGE},
            }
        ],
        "total": 1,
    },
    "getModelLeaderboard": MODELS,
    "getModelsSvg": CHART,
    "getWinRatesSvg": CHART,
    "exportAccount": {
        "user_id": 3,
        "exported_at": MOMENT,
        "posts": [{**POST, "deleted_at": None}],
        "likes": [{"image_id": 8, "created_at": MOMENT}],
        "votes": [{**VOTE, "winner_was_left": True, "created_at": MOMENT}],
    },
}
