"""Pure rules about files: container formats and object keys."""
