"""Pure rules about lists of posts."""
