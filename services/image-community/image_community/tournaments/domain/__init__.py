"""Pure rules of the tournament."""
