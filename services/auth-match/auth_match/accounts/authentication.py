"""Authentication for Django REST framework: `Authorization: Bearer <access token>`. RFC 6750 2.1."""

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from auth_match.accounts import service
from auth_match.accounts.models import User
from auth_match.accounts.tokens import AccessClaims, verify_access_token


class BearerAuthentication(BaseAuthentication):
    """`request.user` is the User, `request.auth` the AccessClaims. Raises: InvalidToken."""

    def authenticate(self, request: Request) -> tuple[User, AccessClaims] | None:
        raw = bearer_token(request.headers.get("Authorization"))
        if not raw:
            return None
        claims = verify_access_token(raw)
        return service.session_holder(claims), claims

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="maru"'


def bearer_token(header: str | None) -> str:
    """The token, "" without a header or with another scheme (scheme names ignore case)."""
    scheme, _, token = (header or "").partition(" ")
    return token.strip(" ") if scheme.lower() == "bearer" else ""


def signed_in_user(request: Request) -> User:
    """The user of the request, in a view whose permissions require one."""
    assert isinstance(request.user, User)
    return request.user


def access_claims(request: Request) -> AccessClaims:
    """The claims of the request's access token."""
    claims: object = request.auth
    assert isinstance(claims, AccessClaims)
    return claims


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the scheme in the OpenAPI document; defining the class registers it."""

    target_class = BearerAuthentication
    name = "access token"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
