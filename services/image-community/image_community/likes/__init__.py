"""One like per user and post."""
