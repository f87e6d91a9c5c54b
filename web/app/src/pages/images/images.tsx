import { useMaru, useSession, useStore } from "maru-react";
import { useEffect, useLayoutEffect, useMemo } from "react";
import { Link, useSearchParams } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { Heading } from "../../components/heading.js";
import { Icon } from "../../components/icon.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { Endless } from "../../images/endless.js";
import { type Feed, type Filter, feedOf } from "../../images/feeds.js";
import { cameBack } from "../../state/came_back.js";

/** The newest images of all, of an author (`?author=7`) or of a model (`?model=flux`). */
export function Images() {
  const { t } = useI18n();
  const filter = useFilter();
  return (
    <div class="page wide images">
      <header class="images-head">
        <Heading title={t("images.title")}>{t("images.title")}</Heading>
        <Link href="/upload" class="btn btn-primary btn-small">
          <Icon name="upload" /> {t("images.upload")}
        </Link>
      </header>
      <FeedOf filter={filter} />
    </div>
  );
}

function useFilter(): Filter {
  const [query] = useSearchParams();
  const author = query.get("author") ?? "";
  const model = query.get("model") ?? undefined;
  return useMemo(
    () => ({ author: /^\d{1,9}$/.test(author) ? Number(author) : undefined, model }),
    [author, model],
  );
}

function FeedOf({ filter }: { filter: Filter }) {
  const { t } = useI18n();
  const maru = useMaru();
  const { user, status } = useSession();
  // Another user has other lists.
  const feed = useMemo(() => feedOf(maru, filter), [maru, filter, user?.id]);
  const list = useStore(feed);
  const isKnown = status !== "starting"; // else the list would be asked for twice
  useEffect(() => {
    if (!isKnown) return;
    if (cameBack() && feed.getSnapshot().items.length > 0) return;
    void feed.refresh();
  }, [feed, isKnown]);
  useScrollPlace(feed);
  const isFiltered = filter.author !== undefined || filter.model !== undefined;
  const isEmpty = list.items.length === 0 && list.status === "ready" && !list.hasMore;
  return (
    <>
      {isFiltered && (
        <p class="images-filter">
          <span>
            {filter.model ?? t("images.by", { name: list.items[0]?.author?.username ?? t("images.author") })}
          </span>{" "}
          <Link href="/images">{t("images.all")}</Link>
        </p>
      )}
      {isEmpty ? (
        <Empty
          text={t(isFiltered ? "images.none_here" : "images.none")}
          href={isFiltered ? "/images" : "/upload"}
          action={t(isFiltered ? "images.all" : "images.upload_first")}
        />
      ) : (
        <Endless list={isKnown ? list : { ...list, status: "loading" }} loadMore={feed.loadMore} />
      )}
    </>
  );
}

/** Back from an image one is where one was. */
function useScrollPlace(feed: Feed): void {
  useLayoutEffect(() => {
    if (cameBack()) scrollTo(0, feed.scrollY);
    return () => {
      feed.scrollY = scrollY;
    };
  }, [feed]);
}
