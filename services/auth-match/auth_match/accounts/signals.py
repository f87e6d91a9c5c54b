"""What accounts tells the features above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction that makes a user (sign-up, admin, createsuperuser), with `user`.
# A receiver that raises undoes the sign-up: what a user cannot be without is made here.
signed_up = Signal()

# Sent inside the transaction that sets a new password of an existing user by `set_password` and `save`
# (`manage.py changepassword`, the admin), with `user`.
password_set = Signal()

# Sent when a user asks for everything that is kept of them, with `user`. A feature that keeps something
# answers `("name of its part", what JSON can show)`.
exporting = Signal()
