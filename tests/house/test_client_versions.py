"""The packages of the web client say which contract they speak, and what changed."""

import json
import re

import pytest

from native.settings import ROOT

WEB = ROOT / "web"
PACKAGES = ("client", "react")
DOCUMENTS = ("auth-match", "image-community")


def package(name: str) -> dict[str, str]:
    content: dict[str, str] = json.loads((WEB / name / "package.json").read_text())
    return content


def major(version: str) -> str:
    return version.split(".")[0]


@pytest.mark.parametrize("name", PACKAGES)
def test_the_first_entry_of_the_changelog_is_the_version(name: str) -> None:
    entries = re.findall(r"^## (\d+\.\d+\.\d+)$", (WEB / name / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert entries[0] == package(name)["version"]
    assert entries == sorted(entries, key=lambda each: [int(part) for part in each.split(".")], reverse=True)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_major_version_is_that_of_the_contract(document: str) -> None:
    contract = json.loads((ROOT / "contracts" / "openapi" / f"{document}.json").read_text())
    assert major(package("client")["version"]) == major(contract["info"]["version"])


def test_the_gateway_serves_the_library_under_its_major_version() -> None:
    served = (ROOT / "gateway" / "routes" / "web.conf").read_text()
    assert f"/client/v{major(package('client')['version'])}/" in served


def test_hooks_want_the_library_of_their_own_version() -> None:
    peers: dict[str, str] = json.loads((WEB / "react" / "package.json").read_text())["peerDependencies"]
    assert peers["maru-client"] == f"^{package('client')['version']}"
    assert package("react")["version"] == package("client")["version"]
