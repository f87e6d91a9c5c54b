"""The posts of the last 24 hours, by likes and wins."""
