"""Signals to the features above accounts, which it does not import."""

from django.dispatch import Signal

# Sent inside the transaction that creates a user (sign-up, admin, createsuperuser), with `user`.
# A receiver creates rows that every user must have; if it raises, the sign-up is rolled back.
signed_up = Signal()

# Sent inside the transaction that sets a new password of an existing user by `set_password` and `save`
# (`manage.py changepassword`, the admin), with `user`.
password_set = Signal()

# Sent when a user exports their data, with `user`. A feature that stores some returns
# `("name of its part", JSON-serializable data)`.
exporting = Signal()
