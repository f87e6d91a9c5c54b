"""Django's PostgreSQL backend with deadlines of ours (ENGINE in the settings)."""
