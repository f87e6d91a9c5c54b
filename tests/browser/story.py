"""What stories have in common. Each module starts with `pytestmark = STORY`."""

import pytest

STORY = pytest.mark.asyncio(loop_scope="session")  # the browser lives in this loop

# Of who is logged in: the other pages' code comes in the background, a second after the page.
PAGES_ARE_LOADED_MS = 2500

# A machine that slept for an hour: its clock has gone on, no timer has run, and the token is stale.
SLEEP = "() => { const now = Date.now; Date.now = () => now() + 3600e3; }"

# How many pixels the page is wider than its window.
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
