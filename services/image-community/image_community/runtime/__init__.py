"""Infrastructure that belongs to no feature."""
