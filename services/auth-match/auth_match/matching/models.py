"""Preferences, what is kept of meetings (docs/seeds.md, A2 and A4–A7), blocks and reports.

PostgreSQL keeps what must last; the queue, offers and rooms of *now* are in Redis (state/store.py).
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE

MAX_DETAILS = 1000  # characters of a report


class PreferredGender(models.TextChoices):
    MALE = "male"
    FEMALE = "female"
    ANY = "any"


class MatchSetting(models.Model):
    """The preferences of a user. Created in the sign-up's transaction, so every user has one."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="match_setting")
    age_min = models.PositiveIntegerField(default=MIN_AGE, db_default=MIN_AGE)
    age_max = models.PositiveIntegerField(default=MAX_AGE, db_default=MAX_AGE)
    radius_km = models.PositiveIntegerField(default=1, db_default=1)  # reserved, unused today
    preferred_gender = models.CharField(
        max_length=6, choices=PreferredGender, default=PreferredGender.ANY, db_default=PreferredGender.ANY
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="match_setting_ages_in_order",
                condition=Q(age_min__gte=MIN_AGE, age_max__lte=MAX_AGE, age_min__lte=F("age_max")),
            ),
            models.CheckConstraint(
                name="match_setting_known_gender", condition=Q(preferred_gender__in=PreferredGender.values)
            ),
        ]

    def __str__(self) -> str:
        return f"user {self.user_id} wants {self.preferred_gender} {self.age_min}-{self.age_max}"


class MatchHistory(models.Model):
    """The trace of a pair: one row however often they met, the smaller id first."""

    user1 = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="match_histories_1")
    user2 = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="match_histories_2")
    matched_at = models.DateTimeField(auto_now_add=True)
    last_matched_at = models.DateTimeField()
    last_offer_id = models.CharField(
        max_length=40, default=""
    )  # a meeting is counted once, however often it is delivered
    times_met = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "match histories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user1", "user2"], name="match_history_one_row_per_pair"),
            # without an order (a, b) and (b, a) would be two pairs
            models.CheckConstraint(name="match_history_pair_in_order", condition=Q(user1__lt=F("user2"))),
        ]

    def __str__(self) -> str:
        return f"{self.user1_id}:{self.user2_id} met {self.times_met} times"


class MatchedRoom(models.Model):
    """A live voice room of one accepted pair; the row goes when the room ends, MatchHistory stays."""

    user1 = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="matched_user1")
    user2 = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="matched_user2")
    matched_at = models.DateTimeField(auto_now_add=True)
    offer_id = models.CharField(max_length=40, unique=True)
    key = models.CharField(max_length=40, unique=True, help_text="The room's name on the wire, unguessable.")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user1", "user2"], name="matched_room_pair")]
        constraints: ClassVar = [
            models.CheckConstraint(name="matched_room_pair_in_order", condition=Q(user1__lt=F("user2")))
        ]

    def __str__(self) -> str:
        return f"room of {self.user1_id}:{self.user2_id}"


class MatchQueue(models.Model):
    """Each user's latest entry into the queue, written from the trail, off the hot path."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="match_queue")
    is_active = models.BooleanField(default=True)
    # auto_now_add as specified; the trail then sets the event's own time with .update()
    entered_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"user {self.user_id} {'waits' if self.is_active else 'left'}"


class MatchRequest(models.Model):
    """One row an offer: ``from_user`` joined and so made it, ``to_user`` was waiting."""

    class Status(models.TextChoices):
        PENDING = "pending"
        ACCEPTED = "accepted"  # one yes so far
        REJECTED = "rejected"
        MATCHED = "matched"
        EXPIRED = "expired"
        CANCELLED = "cancelled"

    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="from_requests")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="to_requests")
    status = models.CharField(max_length=9, choices=Status, default=Status.PENDING)
    created_at = models.DateTimeField(auto_now_add=True)
    offer_id = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"offer {self.offer_id}: {self.status}"


class Block(models.Model):
    """``blocker`` never wants to be offered ``blocked`` again; so the two never are."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_received")
    created_at = models.DateTimeField(auto_now_add=True)
    # False until Redis has it: a background loop repeats it until then
    is_enforced = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="block_once_a_pair"),
            models.CheckConstraint(name="block_of_somebody_else", condition=~Q(blocker=F("blocked"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="block_not_enforced", condition=Q(is_enforced=False))
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"


class ReportReason(models.TextChoices):
    HARASSMENT = "harassment"
    SEXUAL_CONTENT = "sexual_content"
    HATE = "hate"
    UNDERAGE = "underage"
    SPAM = "spam"
    OTHER = "other"


class Report(models.Model):
    """What one user reported of another. Staff reads it in the admin, open ones first."""

    class Status(models.TextChoices):
        OPEN = "open"
        ACTIONED = "actioned"
        DISMISSED = "dismissed"

    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reports_made"
    )
    reported = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports_received")
    reason = models.CharField(max_length=14, choices=ReportReason)
    details = models.CharField(max_length=MAX_DETAILS, blank=True, default="")
    offer_id = models.CharField(max_length=40, blank=True, default="", help_text="The pair's latest offer.")
    have_met = models.BooleanField(help_text="Whether the two had been in a call by then.")
    status = models.CharField(max_length=9, choices=Status, default=Status.OPEN)
    created_at = models.DateTimeField(auto_now_add=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="reports_handled"
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    handling = models.CharField(max_length=100, blank=True, default="", help_text="What staff did.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="report_known_reason", condition=Q(reason__in=ReportReason.values)),
            models.CheckConstraint(
                name="report_open_until_handled",
                condition=Q(status="open", handled_at=None)
                | Q(status__in=["actioned", "dismissed"], handled_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            # the order of the staff's queue: the open ones, the oldest first; then what was handled last
            models.Index(F("handled_at").desc(nulls_first=True), "created_at", name="report_queue")
        ]

    def __str__(self) -> str:
        return f"{self.reason} by {self.reported_id}, {self.status}"
