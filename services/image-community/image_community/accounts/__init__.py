"""Effects of auth-match's account events, and the export of a user's data."""
