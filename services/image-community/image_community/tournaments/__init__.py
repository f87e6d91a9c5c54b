"""Two images, one vote: issue a match, judge it, skip it."""
