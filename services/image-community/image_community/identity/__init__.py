"""Who is calling: access tokens of auth-match, verified here from its published keys."""
