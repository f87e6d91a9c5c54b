"""Pure values of likes."""
