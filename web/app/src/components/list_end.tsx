import type { ListSnapshot } from "maru-client";
import { useI18n } from "../i18n/use_i18n.js";
import { Problem } from "./problem.js";

interface ListEndProps {
  list: Pick<ListSnapshot<unknown>, "status" | "hasMore" | "error">;
  loadMore: () => Promise<void>;
}

/** Below a list that loads page by page: the way to more, or why there is none. */
export function ListEnd({ list: { status, hasMore, error }, loadMore }: ListEndProps) {
  const { t } = useI18n();
  const more = () => void loadMore();
  if (error) return <Problem error={error} retry={more} />;
  if (!hasMore) return null;
  return (
    <button type="button" class="btn" aria-disabled={status === "loading"} onClick={more}>
      {t("action.more")}
    </button>
  );
}
