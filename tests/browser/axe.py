"""axe-core on a page of the browser."""

from importlib import resources
from typing import Any

from playwright.async_api import Page

WORSE_THAN_MODERATE = ("serious", "critical")
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
ALL_RULES: dict[str, Any] = {"resultTypes": ["violations"]}
# Of all rules this one alone depends on the theme.
CONTRAST = {**ALL_RULES, "runOnly": {"type": "rule", "values": ["color-contrast"]}}


async def violations(page: Page, options: dict[str, Any]) -> list[str]:
    """What is serious or critical, one line per element."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    results = await page.evaluate("(options) => axe.run(options)", options)
    return [
        f"{each['id']} ({each['impact']}): {node['target']} {node['failureSummary']}"
        for each in results["violations"]
        if each["impact"] in WORSE_THAN_MODERATE
        for node in each["nodes"]
    ]
