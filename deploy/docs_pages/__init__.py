"""Writes contracts/asyncapi/ and the pages of /docs/ (web/site/docs/) from their sources."""
