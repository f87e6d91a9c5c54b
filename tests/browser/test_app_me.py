"""What users do with their own account: change it, end other sessions, take their data, leave."""

import asyncio
import json

from playwright.async_api import expect

from tests.browser.app import AppUser, arrives, in_a_call
from tests.browser.conftest import MakeVisitor
from tests.browser.story import STORY
from tests.people.person import PASSWORD
from tests.people.pictures import picture

pytestmark = STORY

ANOTHER_PASSWORD = "twelve red kites over the sea"
SESSION_ENDS_SECONDS = 5


async def elsewhere(visitor: MakeVisitor, user: AppUser) -> AppUser:
    """The same user with another browser, by the form."""
    other = AppUser.of(await visitor("elsewhere"), user.who)
    await log_in(other, PASSWORD)
    await expect(other.heading("login.title")).to_have_count(0)
    return other


async def log_in(user: AppUser, password: str) -> None:
    await user.opens("/log-in")
    await user.logs_in(password)


async def test_age_and_gender_are_changed(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/me")
    mina.visitor.expects("status of 422.*/profile/")
    await mina.button("me.edit").click()
    age = mina.page.get_by_label(mina.say("field.age"), exact=True)
    await age.fill("17")
    await mina.button("action.save").click()
    await expect(mina.text("fielderror.age_range")).to_be_visible()
    await expect(age).to_be_focused()
    await age.fill("44")
    await mina.button("action.save").click()
    await expect(mina.text("me.age_gender", age=44, gender=mina.say("gender.female"))).to_be_visible()
    await mina.page.reload()
    await expect(mina.text("me.age_gender", age=44, gender=mina.say("gender.female"))).to_be_visible()


async def test_a_new_password_logs_the_other_devices_out(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/me")
    there = await elsewhere(visitor, mina)
    for each in (mina, there):
        each.visitor.expects("status of 40[13]")
    current = mina.page.get_by_label(mina.say("me.current_password"), exact=True)
    await current.fill("not the one")
    await mina.page.get_by_label(mina.say("me.new_password"), exact=True).fill(ANOTHER_PASSWORD)
    await mina.button("me.change_password").click()
    await expect(mina.text("fielderror.wrong_password")).to_be_visible()
    await current.fill(PASSWORD)
    await mina.button("me.change_password").click()
    await expect(mina.text("me.password_changed")).to_be_visible()
    await there.opens("/me")
    await expect(there.heading("login.title")).to_be_visible()
    await log_in(there, ANOTHER_PASSWORD)
    await expect(there.heading("login.title")).to_have_count(0)


async def test_a_session_elsewhere_is_ended(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/me")
    there = await elsewhere(visitor, mina)
    there.visitor.expects("status of 401")
    await there.opens("/talk")
    await there.button("rules.accept").click()
    await expect(there.heading("talk.idle_title")).to_be_visible()
    await mina.page.reload()
    sessions = mina.page.get_by_role("region", name=mina.say("me.sessions"))
    await expect(sessions.get_by_role("listitem")).to_have_count(2)
    await expect(sessions).to_contain_text("Chrome, Linux")
    await sessions.get_by_role("button").click()
    await expect(sessions.get_by_role("listitem")).to_have_count(1)
    await expect(there.heading("login.title")).to_be_visible(timeout=SESSION_ENDS_SECONDS * 1000)


async def test_the_export_is_one_file_of_both_services(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/me")
    token = await mina.visitor.context.request.post(
        f"{mina.page.url.removesuffix('/me')}/api/auth/login/",
        data={"username": mina.who.username, "password": PASSWORD},
    )
    bearer = {"Authorization": f"Bearer {(await token.json())['access']}"}
    posted = await mina.visitor.context.request.post(
        f"{mina.page.url.removesuffix('/me')}/api/v1/images",
        headers=bearer,
        multipart={
            "file": {"name": "hills.png", "mimeType": "image/png", "buffer": picture(".png")},
            "prompt": "달빛 아래 한옥",
        },
    )
    assert posted.status == 201
    async with mina.page.expect_download() as started:
        await mina.button("me.export_start").click()
    file = await started.value
    assert file.suggested_filename == f"maru-{mina.who.username}.json"
    kept = json.loads((await file.path()).read_text(encoding="utf-8"))
    assert kept["auth-match"]["account"]["username"] == mina.who.username
    assert [post["prompt"] for post in kept["image-community"]["posts"]] == ["달빛 아래 한옥"]


async def test_a_deletion_can_be_stopped_and_is_final(visitor: MakeVisitor) -> None:
    mina = await arrives(visitor, "/me")
    mina.visitor.expects("status of 40[13]")
    await mina.button("me.delete_start").click()
    await delete(mina, "not the one")
    await expect(mina.text("fielderror.wrong_password")).to_be_visible(timeout=10_000)
    await delete(mina, PASSWORD)
    await expect(mina.page.get_by_text("Deleting in")).to_be_visible()
    await mina.button("me.delete_cancel").click()
    await mina.page.wait_for_timeout(6000)
    await mina.page.reload()
    await expect(mina.heading("me.title")).to_be_visible()
    await mina.button("me.delete_start").click()
    await delete(mina, PASSWORD)
    await expect(mina.text("login.deleted")).to_be_visible(timeout=10_000)
    await log_in(mina, PASSWORD)
    await expect(mina.text("problem.invalid_credentials")).to_be_visible()


async def delete(user: AppUser, password: str) -> None:
    await user.page.get_by_role("dialog").get_by_label(user.say("field.password"), exact=True).fill(password)
    await user.button("me.delete_now").click()


async def test_a_deleted_account_is_gone_for_the_other(visitor: MakeVisitor) -> None:
    """Whom one talked with is in the list of calls, until they leave Maru."""
    mina, juno = await in_a_call(visitor)
    for each in (mina, juno):
        each.visitor.expects("status of 401", "status of 404")
    await mina.button("call.hang_up").click()
    await expect(juno.heading("ended.title")).to_be_visible()
    await asyncio.gather(*(each.opens("/calls") for each in (mina, juno)))
    for each, partner in ((mina, juno.who), (juno, mina.who)):
        await expect(each.page.get_by_role("listitem").filter(has_text=partner.username)).to_be_visible()
    await mina.opens("/me")
    await mina.button("me.delete_start").click()
    await delete(mina, PASSWORD)
    await expect(mina.text("login.deleted")).to_be_visible(timeout=10_000)
    await juno.page.reload()
    await expect(juno.text("calls.empty")).to_be_visible()
