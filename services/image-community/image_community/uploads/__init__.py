"""From uploaded bytes to the stored file: checks of size, type and pixels, one re-encoding."""
