import { useMaru, useSession, useStore } from "maru-react";
import { useEffect, useMemo } from "react";
import { Link, Redirect } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { Endless } from "../../images/endless.js";
import { feedOf } from "../../images/feeds.js";
import { cameBack } from "../../state/came_back.js";
import { logInPath } from "../account/next.js";

/** The user's own; each opens where it can be corrected and deleted. */
export function MyImages() {
  const { t } = useI18n();
  const { status, user } = useSession();
  if (status === "guest") return <Redirect to={logInPath("/my-images")} replace />;
  return (
    <div class="page wide images">
      <header class="images-head">
        <Heading title={t("me.my_images")}>{t("me.my_images")}</Heading>
        <Link href="/upload" class="btn btn-primary btn-small">
          <Icon name="upload" /> {t("images.upload")}
        </Link>
      </header>
      {user ? <Own user={user.id} /> : <Skeleton />}
    </div>
  );
}

function Own({ user }: { user: number }) {
  const { t } = useI18n();
  const maru = useMaru();
  const feed = useMemo(() => feedOf(maru, { author: user }), [maru, user]);
  const list = useStore(feed);
  useEffect(() => {
    if (!cameBack() || feed.getSnapshot().items.length === 0) void feed.refresh();
  }, [feed]);
  if (list.items.length === 0 && list.status === "ready" && !list.hasMore) {
    return <Empty text={t("images.none_of_mine")} href="/upload" action={t("images.upload_first")} />;
  }
  return <Endless list={list} loadMore={feed.loadMore} />;
}
