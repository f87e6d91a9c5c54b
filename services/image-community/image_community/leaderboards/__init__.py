"""Ratings from the tournament's votes: of every image, and of the models that made the images."""
