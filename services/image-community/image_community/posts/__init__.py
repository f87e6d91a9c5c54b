"""Image posts: list, read, write, withdraw, and the random feed."""
