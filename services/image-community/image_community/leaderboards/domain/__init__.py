"""Pure rules of the leaderboards: arrays in, arrays out."""
