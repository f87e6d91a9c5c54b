"""Writes `.env.example`, docs/settings.md and compose's environment from the declarations of settings."""
