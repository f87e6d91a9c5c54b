"""The commands of docs/tutorial/2-images.md, word for word but for the address, in the order of the page."""

import asyncio
import re
from pathlib import Path

from tests.people.person import base_url

from native.settings import ROOT

CHAPTER = ROOT / "docs/tutorial/2-images.md"
README_SERVER = "http://localhost:8080"
SECONDS = 60


def commands() -> str:
    """Every fence of bash."""
    text = CHAPTER.read_text(encoding="utf-8")
    fences = re.findall(r"^```bash\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    script = "\n".join(fences)
    assert script.count(README_SERVER) == 1, "it names the server once, in the first command"
    return script.replace(README_SERVER, base_url())


async def test_the_commands_of_the_chapter_work_as_they_stand(tmp_path: Path) -> None:
    """Any failing command fails it; what is printed is what the chapter promises."""
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euo", "pipefail", "-c", commands()),
        cwd=tmp_path,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    assert process.returncode == 0, err.decode()
    images, prompt, likes, vote, refusal, as_of = out.decode().splitlines()[:6]
    assert re.fullmatch(r"images \d+ and \d+", images)
    assert prompt
    assert likes == "1"
    assert re.fullmatch(r"counted once: vote \d+", vote)
    assert refusal == "already_voted"
    assert as_of.lower().startswith("x-maru-as-of: 20")
