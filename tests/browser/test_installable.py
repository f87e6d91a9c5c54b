"""The app can be installed: Chromium finds nothing missing in its manifest."""

from tests.browser.app import AppUser, new_couple
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY

pytestmark = STORY


async def test_chromium_would_install_it(visitor: MakeVisitor) -> None:
    guest = AppUser.of(await visitor("guest"), new_couple()[0])
    await guest.opens("/")
    devtools = await guest.visitor.context.new_cdp_session(guest.page)
    manifest = await devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["url"].endswith("/manifest.webmanifest")
    found = await devtools.send("Page.getInstallabilityErrors")
    # A context of Playwright is a private window, which installs nothing: all else is as it must be.
    assert [each["errorId"] for each in found["installabilityErrors"]] in ([], ["in-incognito"])
