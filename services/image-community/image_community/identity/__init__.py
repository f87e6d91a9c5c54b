"""The caller: verifies access tokens of auth-match with its published keys."""
