"""The page that `make up` ends with: what runs, what to do first, what is missing for the internet.

It says what the given settings are, nothing that it would have to guess. docs/first-minute.md has the same.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from native.demo_data import record_of
from native.settings import LOCAL_HOSTS, NativeSettings

COLUMN = 15  # characters of a line's name


def welcome(settings: NativeSettings, url: str, seconds: float) -> str:
    """The page as text; `seconds`: what the start took."""
    lines = [f"\nMaru is up at {url} ({seconds:.1f} s)", *_about_certificate(settings)]
    lines += _listed(
        ("documentation", f"{url}/docs/ and, in this folder, docs/first-minute.md"),
        ("what runs", f"{settings.make('status')}   (logs: {settings.make('logs')}, in {settings.logs})"),
    )
    lines += _listed(
        (
            "first",
            f"{settings.make('seed-demo')}   (users, images, likes and votes; unseed-demo takes them away)",
        ),
        ("", f"{settings.make('practice')}   (a partner for your own calls: it plays back what you say)"),
        ("", f"{settings.make('demo')}   (signs up two users, matches and connects them)"),
        ("staff", f"{settings.make('superuser')}   (then {url}/admin/)"),
        ("TURN", _about_turn(settings)),
    )
    missing = missing_for_internet(settings)
    lines += _listed(("for internet", missing[0]), *(("", each) for each in missing[1:]))
    lines += _listed(("stop", f"{settings.make('down')}   (make reset also deletes all data)"))
    return "\n".join(lines)


def missing_for_internet(settings: NativeSettings) -> list[str]:
    """What an operator still has to give before strangers come, one phrase each."""
    missing = []
    if urlsplit(settings.public_url).hostname in LOCAL_HOSTS or "MARU_PUBLIC_URL" not in settings.environment:
        missing.append("a domain: MARU_PUBLIC_URL")
    if settings.certificate is None:
        missing.append("https: MARU_TLS_CERTIFICATE and MARU_TLS_KEY, or a proxy in front that has it")
    elif settings.is_self_signed:
        missing.append("a certificate that browsers trust: MARU_TLS_CERTIFICATE and MARU_TLS_KEY")
    if not _has_turn(settings):
        missing.append("TURN: VOICE_TURN_URLS and VOICE_TURN_SECRET")
    missing.append(f"pages of other origins, if there are any: {settings.origins_file}")
    if record_of(settings).exists():
        missing.append(f"demo users share one password: {settings.make('unseed-demo')} takes them away")
    missing.append(f"backups: of {settings.data}, by means of your own; nothing here makes them")
    return missing


def _has_turn(settings: NativeSettings) -> bool:
    given = settings.environment
    has_secret = given.get("VOICE_TURN_SECRET") or given.get("VOICE_TURN_SECRET_FILE")
    return bool(given.get("VOICE_TURN_URLS") and has_secret)


def _about_turn(settings: NativeSettings) -> str:
    if _has_turn(settings):
        return f"{settings.environment['VOICE_TURN_URLS']}: given, not tried"
    return "none. Calls connect within one network; between two strict ones many do not"


def _listed(*rows: tuple[str, str]) -> Iterable[str]:
    return [f"  {name:<{COLUMN}}{text}".rstrip() for name, text in rows]


def _about_certificate(settings: NativeSettings) -> list[str]:
    if not settings.is_self_signed or not settings.certificate:
        return []
    here = f"https://localhost:{settings.ports.gateway}"
    return [
        f"  on this machine also {here}",
        f"  Browsers warn of its certificate, which is self-signed: {settings.certificate[0]}",
    ]
