"""Users, their sessions, and the feed of what happened to accounts (PostgreSQL)."""

import uuid
from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils.crypto import salted_hmac

from auth_match.accounts import lookalikes
from auth_match.accounts.domain import usernames
from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.accounts.domain.sessions import Lifetime
from auth_match.accounts.errors import UsernameLooksTaken
from auth_match.accounts.signals import password_set, signed_up


class Gender(models.TextChoices):
    MALE = "male"
    FEMALE = "female"


def validate_username(username: str) -> None:
    """For forms and commands: what they hand over may not be in NFKC yet."""
    name = usernames.normalised(username)
    if not usernames.is_acceptable(name):
        raise ValidationError(usernames.RULE, code="username_not_acceptable")


def validate_new_username(username: str) -> None:
    """Names of before these rules stay."""
    name = usernames.normalised(username)
    validate_username(name)
    if lookalikes.shows_nothing(name):
        raise ValidationError(usernames.RULE, code="username_not_acceptable")
    if lookalikes.mixes_scripts(name):
        raise ValidationError(usernames.ONE_SCRIPT, code="username_mixes_scripts")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Hashes the password and saves. IntegrityError if the name is taken: the constraint decides."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})

    def lock_names_like(self, username: str) -> None:
        """Of two names that look alike and come at once, the second waits until the first is there to be
        seen. Until the end of the transaction."""
        with connection.cursor() as cursor:
            for skeleton in sorted(lookalikes.skeletons_of(username)):  # in one order: no deadlock
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [skeleton])

    def get_by_natural_key(self, username: str | None) -> "User":
        """Login does not regard case."""
        return self.get(username_key=usernames.key_of(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """One account. `username` is the login name as given (NFKC), `username_key` the same without case,
    the two skeletons what it looks like (`lookalikes`)."""

    id = models.AutoField(primary_key=True)
    username = models.CharField(max_length=usernames.MAX_LENGTH, unique=True, validators=[validate_username])
    username_key = models.CharField(max_length=usernames.KEY_MAX_LENGTH, unique=True, editable=False)
    username_skeleton = models.TextField(default="", db_default="", editable=False)
    username_skeleton_shown = models.TextField(default="", db_default="", editable=False)
    age = models.IntegerField(validators=[MinValueValidator(MIN_AGE), MaxValueValidator(MAX_AGE)])
    gender = models.CharField(max_length=6, choices=Gender.choices)
    date_joined = models.DateTimeField(auto_now_add=True)
    is_active = models.BooleanField(default=True)
    # the end of a deactivation that has one; a periodic job then lets the user in again
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_staff = models.BooleanField(default=False)
    # Part of what a session of the admin is checked against: raising it ends all of them for good.
    session_epoch = models.IntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["age", "gender"]

    class Meta:
        permissions: ClassVar = [("deactivate_user", "Can deactivate and reactivate user")]
        constraints: ClassVar = [
            models.CheckConstraint(name="user_is_adult", condition=Q(age__gte=MIN_AGE, age__lte=MAX_AGE)),
            models.CheckConstraint(name="user_gender_known", condition=Q(gender__in=Gender.values)),
            models.CheckConstraint(
                name="user_suspended_is_inactive", condition=Q(suspended_until=None) | Q(is_active=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["suspended_until"], name="user_suspended", condition=Q(suspended_until__isnull=False)
            ),
            # not unique: names of before stay, and some pairs are allowed
            models.Index(fields=["username_skeleton"], name="user_skeleton"),
            models.Index(fields=["username_skeleton_shown"], name="user_skeleton_shown"),
        ]

    def clean(self) -> None:
        """For the admin's forms: a name that is taken but for its case is refused there with a sentence."""
        super().clean()
        if not self.username:
            return  # the form has refused it already: Django's own check of the add form leaves None
        key = usernames.key_of(self.username)
        if User.objects.filter(username_key=key).exclude(pk=self.pk).exists():
            raise ValidationError({"username": "That username is taken."})
        if User.objects.filter(pk=self.pk, username_key=key).exists():
            return  # the name stays
        try:
            validate_new_username(self.username)
        except ValidationError as error:
            raise ValidationError({"username": error}) from error
        with transaction.atomic():  # the admin's own, where the lock lasts until the name is saved
            User.objects.lock_names_like(self.username)
            if self.has_lookalike():
                raise ValidationError({"username": UsernameLooksTaken.sentence})

    def has_lookalike(self) -> bool:
        """Whether the name of another can be taken for this one."""
        key, (folded, shown) = usernames.key_of(self.username), lookalikes.skeletons_of(self.username)
        alike = User.objects.filter(Q(username_skeleton=folded) | Q(username_skeleton_shown=shown))
        alike = alike.exclude(pk=self.pk).exclude(username_key=key)
        others = alike.values_list("username_key", flat=True)
        return any(not (usernames.is_plain(key) and usernames.is_plain(other)) for other in others)

    def get_session_auth_hash(self) -> str:
        """Ends the admin's sessions at a new password, as Django's does, and when `session_epoch` rises."""
        value = f"{super().get_session_auth_hash()}:{self.session_epoch}"
        return salted_hmac("maru.session_epoch", value, algorithm="sha256").hexdigest()

    _lost_its_password = False

    def set_unusable_password(self) -> None:
        """The admin's "disabled" password; a new one as far as sessions are concerned."""
        super().set_unusable_password()
        self._lost_its_password = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps `username_key` true, and tells in the same transaction of a new user or a new password."""
        self.username = usernames.normalised(self.username)
        self.username_key = usernames.key_of(self.username)
        self.username_skeleton, self.username_skeleton_shown = lookalikes.skeletons_of(self.username)
        is_new = self._state.adding
        # Set by set_password, and not where Django only hashes the same password anew.
        is_new_password = getattr(self, "_password", None) is not None or self._lost_its_password
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                signed_up.send(sender=User, user=self)
            elif is_new_password:
                password_set.send(sender=User, user=self)


class KnownAddress(models.Model):
    """A network address from which the user logged in: wrong passwords from elsewhere do not slow it down.

    `digest` is keyed (HMAC), so a copy of the table names no address. `last_login_at` is exact to a day.
    """

    id = models.BigAutoField(primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="known_addresses", db_index=False)
    digest = models.CharField(max_length=64)
    last_login_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "account_known_address"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "digest"], name="one_row_per_user_and_address")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.digest[:8]}"


class Session(models.Model):
    """One login on one device; the family of refresh tokens that descends from it.

    `refresh_jti_hash` is the SHA-256 (hex) of the `jti` of the live refresh token, signed by `refresh_kid` at
    `last_used_at`; `parent_jti_hash` that of the one exchanged for it: no token can be made from what is
    stored. The session lives until `ended_at`, `idle_expires_at` or `absolute_expires_at`.
    """

    sid = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    refresh_jti_hash = models.CharField(max_length=64)
    parent_jti_hash = models.CharField(max_length=64, blank=True, default="")
    refresh_kid = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField()
    idle_expires_at = models.DateTimeField()
    absolute_expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=32, blank=True, default="")
    device_label = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        db_table = "account_session"
        # for their retention; a refresh moves only the second
        indexes: ClassVar = [
            models.Index(fields=["ended_at"], name="session_ended", condition=Q(ended_at__isnull=False)),
            models.Index(fields=["idle_expires_at"], name="session_idle", condition=Q(ended_at__isnull=True)),
        ]

    @property
    def lifetime(self) -> Lifetime:
        return Lifetime(self.idle_expires_at, self.absolute_expires_at)

    @lifetime.setter
    def lifetime(self, lifetime: Lifetime) -> None:
        self.idle_expires_at, self.absolute_expires_at = (
            lifetime.idle_expires_at,
            lifetime.absolute_expires_at,
        )

    def __str__(self) -> str:
        return str(self.sid)


class AccountEventManager(models.Manager["AccountEvent"]):
    # Any number will do, as long as nothing else in this database takes the same advisory lock.
    FEED_LOCK = 0x6D61_7275  # "maru"

    def record(self, *, kind: str, user_id: int, sid: uuid.UUID | None = None) -> "AccountEvent":
        """Appends to the feed, in the transaction of the change it tells of.

        `seq` is drawn under a lock that is held until commit, so the order of `seq` is the order of commit:
        a reader that has seen n never meets a smaller one later.
        """
        self._lock()
        return self.create(kind=kind, user_id=user_id, sid=sid)

    def record_ended(self, *, sessions: Collection[Session]) -> None:
        """One `session_ended` for each, in the same way."""
        self._lock()
        kind = AccountEvent.Kind.SESSION_ENDED
        self.bulk_create(
            AccountEvent(kind=kind, user_id=session.user_id, sid=session.sid) for session in sessions
        )

    def _lock(self) -> None:
        if not connection.in_atomic_block:
            raise TransactionManagementError("An account event belongs into the transaction of its change.")
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.FEED_LOCK])


class AccountEvent(models.Model):
    """Something that takes trust away or gives it back. The user is a bare number: the row outlives them."""

    class Kind(models.TextChoices):
        SESSION_ENDED = "session_ended"  # the one kind that names a session
        USER_DISABLED = "user_disabled"
        USER_ENABLED = "user_enabled"
        USER_DELETED = "user_deleted"

    seq = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=32, choices=Kind.choices)
    user_id = models.IntegerField()
    sid = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar[AccountEventManager] = AccountEventManager()

    class Meta:
        db_table = "account_event"
        indexes: ClassVar = [models.Index(fields=["user_id", "seq"], name="account_event_user")]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class AccountEventRetention(models.Model):
    """How far old events were deleted: one row (id 1). A reader that has read less than `deleted_through` may
    have missed some; `looked_through` is where the next look begins."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    deleted_through = models.BigIntegerField(default=0)
    looked_through = models.BigIntegerField(default=0)

    class Meta:
        db_table = "account_event_retention"
        constraints: ClassVar = [models.CheckConstraint(name="one_retention", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"deleted through {self.deleted_through}"
