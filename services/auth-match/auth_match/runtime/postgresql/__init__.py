"""Django's PostgreSQL backend with deadlines (ENGINE in the settings)."""
