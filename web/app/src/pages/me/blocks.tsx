import { type AuthMatch, dataOf, MaruError } from "maru-client";
import { useMaru } from "maru-react";
import { useCallback, useState } from "react";
import { Problem } from "../../components/problem.js";
import { Skeleton } from "../../components/skeleton.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { announce } from "../../state/announcer.js";
import { useLoaded } from "../../state/use_loaded.js";

type Block = AuthMatch["schemas"]["Block"];

export function Blocks() {
  const { t } = useI18n();
  const { auth } = useMaru();
  const load = useCallback(() => dataOf(auth.GET("/api/match/blocks/")), [auth]);
  const { data, error, reload, change } = useLoaded(load);
  const [refused, setRefused] = useState<MaruError>();

  async function lift({ user_id, username }: Block): Promise<void> {
    setRefused(undefined);
    try {
      await auth.DELETE("/api/match/blocks/{user_id}/", { params: { path: { user_id } } });
      change((blocks) => blocks.filter((block) => block.user_id !== user_id));
      announce(t("me.unblocked", { name: username }));
    } catch (failure) {
      if (!(failure instanceof MaruError)) throw failure;
      setRefused(failure);
    }
  }

  return (
    <section class="card" aria-labelledby="blocks">
      <h2 id="blocks">{t("me.blocks")}</h2>
      {error && <Problem error={error} retry={reload} />}
      {!data && !error && <Skeleton lines={2} />}
      {data?.length === 0 && <p class="muted">{t("me.blocks_empty")}</p>}
      {refused && <Problem error={refused} />}
      {data && data.length > 0 && (
        <ul class="rows">
          {data.map((block) => (
            <BlockRow key={block.user_id} block={block} lift={() => void lift(block)} />
          ))}
        </ul>
      )}
    </section>
  );
}

function BlockRow({ block, lift }: { block: Block; lift: () => void }) {
  const { t, date } = useI18n();
  return (
    <li class="row">
      <span>
        {block.username}{" "}
        <span class="small muted">{t("me.blocked_on", { date: date(block.created_at) })}</span>
      </span>
      <button
        type="button"
        class="btn btn-small"
        aria-label={t("me.unblock_name", { name: block.username })}
        onClick={lift}
      >
        {t("me.unblock")}
      </button>
    </li>
  );
}
