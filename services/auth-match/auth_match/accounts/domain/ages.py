"""Ages of users, in years: adults only. Preferences about a partner's age have the same bounds."""

MIN_AGE, MAX_AGE = 18, 99
