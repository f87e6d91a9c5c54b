"""Ratings from the votes of the tournament: for every image, and for the models that made them."""
