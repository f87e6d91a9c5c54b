"""Users and their names (PostgreSQL)."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from auth_match.accounts import lookalikes
from auth_match.accounts.domain import usernames
from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.accounts.errors import UsernameLooksTaken
from auth_match.accounts.signals import password_set, signed_up


class Gender(models.TextChoices):
    MALE = "male"
    FEMALE = "female"


def validate_username(username: str) -> None:
    """For forms and commands, whose input may not be in NFKC yet."""
    name = usernames.normalised(username)
    if not usernames.is_acceptable(name):
        raise ValidationError(usernames.RULE, code="username_not_acceptable")


def validate_new_username(username: str) -> None:
    """For new names only: existing names may violate these later rules."""
    name = usernames.normalised(username)
    validate_username(name)
    if lookalikes.shows_nothing(name):
        raise ValidationError(usernames.RULE, code="username_not_acceptable")
    if lookalikes.mixes_scripts(name):
        raise ValidationError(usernames.ONE_SCRIPT, code="username_mixes_scripts")


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Hashes the password and saves. IntegrityError if the name is taken."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, **{**fields, "is_staff": True, "is_superuser": True})

    def lock_names_like(self, username: str) -> None:
        """Locks the name's skeletons until the end of the transaction: of two concurrent lookalikes the
        second waits until the first is visible."""
        with connection.cursor() as cursor:
            for skeleton in sorted(lookalikes.skeletons_of(username)):  # in one order: no deadlock
                cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [skeleton])

    def get_by_natural_key(self, username: str | None) -> "User":
        """Login ignores case."""
        return self.get(username_key=usernames.key_of(username or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """One account. `username` is the login name as given (NFKC), `username_key` the case-folded name; the two
    skeletons find lookalikes (`lookalikes`)."""

    id = models.AutoField(primary_key=True)
    username = models.CharField(max_length=usernames.MAX_LENGTH, unique=True, validators=[validate_username])
    username_key = models.CharField(max_length=usernames.KEY_MAX_LENGTH, unique=True, editable=False)
    username_skeleton = models.TextField(default="", db_default="", editable=False)
    username_skeleton_shown = models.TextField(default="", db_default="", editable=False)
    age = models.IntegerField(validators=[MinValueValidator(MIN_AGE), MaxValueValidator(MAX_AGE)])
    gender = models.CharField(max_length=6, choices=Gender.choices)
    date_joined = models.DateTimeField(auto_now_add=True)
    is_active = models.BooleanField(default=True)
    # the end of a suspension; a periodic job then reactivates the user
    suspended_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_staff = models.BooleanField(default=False)
    # Each session of the admin is checked against it: raising it ends all of them permanently.
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
            # not unique: names older than the rule stay, and some pairs are allowed
            models.Index(fields=["username_skeleton"], name="user_skeleton"),
            models.Index(fields=["username_skeleton_shown"], name="user_skeleton_shown"),
        ]

    def clean(self) -> None:
        """For the admin's forms: refuses a name that differs from a taken one only in case."""
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
        with transaction.atomic():  # inside the admin's transaction, so the lock lasts until the save
            User.objects.lock_names_like(self.username)
            if self.has_lookalike():
                raise ValidationError({"username": UsernameLooksTaken.sentence})

    def has_lookalike(self) -> bool:
        """Whether another user's name can be confused with this one."""
        key, (folded, shown) = usernames.key_of(self.username), lookalikes.skeletons_of(self.username)
        alike = User.objects.filter(Q(username_skeleton=folded) | Q(username_skeleton_shown=shown))
        alike = alike.exclude(pk=self.pk).exclude(username_key=key)
        others = alike.values_list("username_key", flat=True)
        return any(not (usernames.is_plain(key) and usernames.is_plain(other)) for other in others)

    def get_session_auth_hash(self) -> str:
        """Ends the admin's sessions on a new password, as Django's does, and when `session_epoch` rises."""
        value = f"{super().get_session_auth_hash()}:{self.session_epoch}"
        return salted_hmac("maru.session_epoch", value, algorithm="sha256").hexdigest()

    _password_was_disabled = False

    def set_unusable_password(self) -> None:
        """The admin's "disabled" password. It ends sessions as a new password does."""
        super().set_unusable_password()
        self._password_was_disabled = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Computes the derived name columns, and sends `signed_up` or `password_set` in the transaction."""
        self.username = usernames.normalised(self.username)
        self.username_key = usernames.key_of(self.username)
        self.username_skeleton, self.username_skeleton_shown = lookalikes.skeletons_of(self.username)
        is_new = self._state.adding
        # set_password sets `_password`; it stays None when Django only rehashes the same password.
        is_new_password = getattr(self, "_password", None) is not None or self._password_was_disabled
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_new:
                signed_up.send(sender=User, user=self)
            elif is_new_password:
                password_set.send(sender=User, user=self)
