"""The rules that docker-compose.yml follows for every container, read from the file."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from compose import share_secrets
from native import secret_files

ROOT = Path(__file__).resolve().parents[4]
FILE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
JOBS = {"secrets", "databases", "auth-match-migrate", "image-community-migrate"}
DATABASES = {"postgres", "redis"}


def mounts(service: str) -> dict[str, str]:
    """Volume name -> mount point, with `:ro` if it is read-only."""
    return dict(volume.split(":", 1) for volume in SERVICES[service].get("volumes", []))


@pytest.mark.parametrize("name", SERVICES)
def test_container_has_no_rights_it_does_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    if name == "secrets":
        assert service["network_mode"] == "none"
    else:
        assert "cap_add" not in service


@pytest.mark.parametrize("name", SERVICES.keys() - JOBS)
def test_service_has_a_health_check_and_restarts(name: str) -> None:
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", JOBS)
def test_job_runs_once_and_another_container_depends_on_it(name: str) -> None:
    """`up --wait` takes a finished container for a failed one unless another depends on its completion."""
    assert SERVICES[name]["restart"] == "no"
    conditions = [
        s["depends_on"].get(name, {}).get("condition") for s in SERVICES.values() if "depends_on" in s
    ]
    assert "service_completed_successfully" in conditions


def test_only_the_gateway_is_published() -> None:
    assert {name for name, service in SERVICES.items() if "ports" in service} == {"gateway"}


def test_gateway_and_databases_share_no_network() -> None:
    assert SERVICES["gateway"]["networks"] == ["front"]
    assert FILE["networks"]["back"] == {"internal": True}
    for name in DATABASES:
        assert SERVICES[name]["networks"] == ["back"]


def test_secrets_are_passed_as_files_only() -> None:
    for service in SERVICES.values():
        for variable in service.get("environment", {}):
            secret = re.search(r"PASSWORD|SECRET_KEY|CREDENTIAL", variable)
            assert not secret or variable.endswith("_FILE"), variable


def test_every_secret_a_container_names_is_shared_with_it() -> None:
    shared = {f"{share.volume}": set(share.names) for share in share_secrets.SHARES}
    for name, service in SERVICES.items():
        values = map(str, service.get("environment", {}).values())
        named = {value.removeprefix("/run/secrets/") for value in values if value.startswith("/run/secrets/")}
        given = {volume for volume, target in mounts(name).items() if target == "/run/secrets:ro"}
        assert named <= set().union(*(shared[volume] for volume in given)), name


def test_the_secrets_job_fills_exactly_the_volumes_it_mounts() -> None:
    filled = {share.volume for share in share_secrets.SHARES}
    filled |= {folder.volume.split("/")[0] for folder in share_secrets.FOLDERS} | {"all-secrets"}
    assert mounts("secrets") == {name: f"/volumes/{name}" for name in filled}
    assert {name for share in share_secrets.SHARES for name in share.names} == set(secret_files.NAMES)


def test_only_the_secrets_job_mounts_all_secrets() -> None:
    assert [name for name in SERVICES if "all-secrets" in mounts(name)] == ["secrets"]


def test_only_the_owner_of_a_volume_writes_to_it() -> None:
    origins = {"./deploy/compose/origins": "/etc/maru-origins:ro"}
    assert mounts("gateway") == {"static": "/srv/static:ro", "media": "/srv/media:ro", **origins}
    writers = {name for name in SERVICES if mounts(name).get("signing-keys", ":ro").endswith("signing-keys")}
    assert writers - {"secrets"} == {"auth-match-migrate"}


def test_image_versions_are_pinned() -> None:
    images = [s["image"] for s in SERVICES.values() if "build" not in s]
    for pattern in ("gateway/Dockerfile", "services/*/Dockerfile", "deploy/*/*Dockerfile"):
        for dockerfile in ROOT.glob(pattern):
            images += re.findall(r"^FROM (\S+)", dockerfile.read_text(), re.MULTILINE)
    assert len(images) >= 7
    for image in images:
        assert re.search(r":\d+(\.\d+)?(-[a-z-]+)?$", image), image


def test_container_users_are_the_owners_of_the_secrets() -> None:
    owners = {
        "services/auth-match/Dockerfile": share_secrets.AUTH_MATCH,
        "services/image-community/Dockerfile": share_secrets.IMAGE_COMMUNITY,
        "deploy/postgres/Dockerfile": share_secrets.DATABASES,
        "deploy/redis/Dockerfile": share_secrets.REDIS,
    }
    for dockerfile, user in owners.items():
        assert f"\nUSER {user}:{user}\n" in (ROOT / dockerfile).read_text()
    assert SERVICES["postgres"]["group_add"] == [str(share_secrets.POSTGRES_GROUP)]


@pytest.mark.parametrize("name", ["postgres", "redis", "gateway"])
def test_singleton_service_cannot_be_scaled(name: str) -> None:
    """Two PostgreSQL servers on one data folder lost sign-ups; compose refuses to scale a fixed name."""
    assert SERVICES[name]["container_name"] == f"${{COMPOSE_PROJECT_NAME}}-{name}"


def test_second_server_on_the_data_volume_exits_with_an_error(tmp_path: Path) -> None:
    """The first server holds the lock through `exec`, until it ends."""
    shell, option, script, name = SERVICES["postgres"]["entrypoint"]
    here = script.replace("/var/lib/postgresql/data", str(tmp_path)).replace("$$", "$")
    become = [shell, option, here.replace("docker-entrypoint.sh", ""), name]
    with subprocess.Popen(
        [*become, "sh", "-c", "echo up; read line"], stdin=-1, stdout=-1, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "up\n"
        second = subprocess.run([*become, "true"], capture_output=True, text=True, check=False)
        assert (second.returncode, second.stdout) == (1, "")
        assert "Another PostgreSQL server runs on this volume" in second.stderr
        first.communicate("")
    assert subprocess.run([*become, "true"], check=False).returncode == 0


def test_web_services_have_two_replicas_so_that_one_can_restart() -> None:
    for name in ("auth-match-web", "image-community-web"):
        assert SERVICES[name]["deploy"]["replicas"] == 2
