"""What a rating is made of, in rows and in documents. Without numpy: requests need this too."""

RATING = ("rating", "rating_low", "rating_high")  # points, and the ends of the 95 % interval
