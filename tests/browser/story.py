"""What each module of stories starts with: `pytestmark = STORY`."""

import pytest

STORY = pytest.mark.asyncio(loop_scope="session")  # the browser lives in this loop
