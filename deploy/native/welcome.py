"""The lines that `make up` ends with."""

from native.settings import NativeSettings


def welcome(settings: NativeSettings, url: str, seconds: float) -> str:
    return (
        f"\nMaru is up at {url} ({seconds:.1f} s)\n"
        f"{_about_certificate(settings)}"
        f"  documentation  {url}/docs/\n"
        f"  try it         {settings.make('demo')}   (signs up two users, matches and connects them)\n"
        f"  logs           {settings.logs}   ({settings.make('logs')})\n"
        f"  stop           {settings.make('down')}   (make reset also deletes all data)"
    )


def _about_certificate(settings: NativeSettings) -> str:
    if not settings.is_self_signed or not settings.certificate:
        return ""
    here = f"https://localhost:{settings.ports.gateway}"
    return (
        f"  on this machine also {here}\n"
        f"  Browsers warn of its certificate, which is self-signed: {settings.certificate[0]}\n"
    )
