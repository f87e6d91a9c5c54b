import { useStore } from "maru-react";
import { useMemo } from "react";
import { Link, useSearch, useSearchParams } from "wouter-preact";
import { Empty } from "../../components/empty.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { FeedView } from "../../images/feed_view.js";
import type { Filter } from "../../images/feeds.js";
import { useFeed } from "../../images/use_feed.js";
import { ImagesHead } from "./images_head.js";

/** The newest images of all, of an author (`?author=7`) or of a model (`?model=flux`). */
export function Images() {
  return <Listed key={useSearch()} />; // another filter is another page
}

function Listed() {
  const { t } = useI18n();
  const filter = useFilter();
  const isFiltered = filter.author !== undefined || filter.model !== undefined;
  const empty = isFiltered ? (
    <Empty text={t("images.none_here")} href="/images" action={t("images.all")} />
  ) : (
    <Empty text={t("images.none")} href="/upload" action={t("images.upload_first")} />
  );
  return (
    <div class="page wide images">
      <ImagesHead title={t("images.title")} />
      {isFiltered && <FilterLine filter={filter} />}
      <FeedView filter={filter} empty={empty} />
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

/** Whose images these are, and the way to all. */
function FilterLine({ filter }: { filter: Filter }) {
  const { t } = useI18n();
  const [first] = useStore(useFeed(filter).feed).items;
  const name = first?.author?.username ?? t("images.author");
  return (
    <p class="images-filter">
      <span>{filter.model ?? t("images.by", { name })}</span> <Link href="/images">{t("images.all")}</Link>
    </p>
  );
}
