"""Pure rules about posts and their files."""
