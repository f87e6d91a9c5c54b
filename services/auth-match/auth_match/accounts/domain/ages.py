"""Who may be here: adults, in years. Wishes about others' ages have the same bounds."""

MIN_AGE, MAX_AGE = 18, 99
