"""The committed OpenAPI documents, from which the web client's types are made, are what the services make."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_committed_documents_are_what_the_services_make() -> None:
    command = [sys.executable, str(ROOT / "web/openapi_documents.py"), "--check"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
