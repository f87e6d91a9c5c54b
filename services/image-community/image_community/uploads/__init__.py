"""From the bytes a client sends to the file we store: size, kind, pixels, one re-encoding."""
