"""Pure rules about files: what a container looks like, where a file lives."""
