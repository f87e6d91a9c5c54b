"""What accounts tells the features above it, which it does not know."""

from django.dispatch import Signal

# Sent inside the transaction that makes a user (sign-up, admin, createsuperuser), with `user`.
# A receiver that raises undoes the sign-up: what a user cannot be without is made here.
signed_up = Signal()
