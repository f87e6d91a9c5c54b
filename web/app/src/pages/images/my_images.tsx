import { useSession } from "maru-react";
import { useMemo } from "react";
import { Redirect } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { FeedView } from "../../images/feed_view.js";
import { logInPath } from "../account/next.js";
import { ImagesHead } from "./images_head.js";

/** The user's own; each opens where it can be corrected and deleted. */
export function MyImages() {
  const { t } = useI18n();
  const { status, user } = useSession();
  const filter = useMemo(() => ({ author: user?.id }), [user?.id]);
  if (status === "guest") return <Redirect to={logInPath("/my-images")} replace />;
  return (
    <div class="page wide images">
      <ImagesHead title={t("me.my_images")} />
      {user ? (
        <FeedView
          filter={filter}
          empty={<Empty text={t("images.none_of_mine")} href="/upload" action={t("images.upload_first")} />}
        />
      ) : (
        <Skeleton />
      )}
    </div>
  );
}
