"""What matching costs, at any crowd: `make bench-match`. Each file has one question."""
