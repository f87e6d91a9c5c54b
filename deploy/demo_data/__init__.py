"""Users, images, likes and votes for a local system: `make seed-demo`, `make unseed-demo`."""
