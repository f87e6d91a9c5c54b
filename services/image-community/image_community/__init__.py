"""Image posts, likes, a pairwise tournament and a rolling 24-hour ranking."""
