"""The fields of a rating, in rows and in documents. Without numpy: requests import this too."""

RATING = ("rating", "rating_low", "rating_high")  # points, and the ends of the 95 % interval
MOST_RANKS = 50  # images in one response
