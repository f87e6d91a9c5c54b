import type { ComponentType } from "preact";
import { Link, useSearchParams } from "wouter-preact";
import { Heading } from "../../components/heading.js";
import type { MessageKey } from "../../i18n/messages.js";
import { useI18n } from "../../i18n/use_i18n.js";
import { DayBoard } from "./day_board.js";
import { ImageBoard } from "./image_board.js";
import { ModelBoard } from "./model_board.js";

const BOARDS = {
  day: { label: "ranks.day", Board: DayBoard },
  images: { label: "ranks.images", Board: ImageBoard },
  models: { label: "ranks.models", Board: ModelBoard },
} as const satisfies Record<string, { label: MessageKey; Board: ComponentType }>;

type Name = keyof typeof BOARDS;
const NAMES = Object.keys(BOARDS) as Name[];

/** Three rankings, each with an address of its own: `/ranks?board=models`. */
export function Ranks() {
  const { t } = useI18n();
  const [query] = useSearchParams();
  const asked = query.get("board");
  const here = NAMES.find((name) => name === asked) ?? "day";
  const { label, Board } = BOARDS[here];
  return (
    <div class="page ranks" key={here}>
      <Heading title={t(label)}>{t("ranks.title")}</Heading>
      <nav class="tabs" aria-label={t("ranks.title")}>
        {NAMES.map((name) => (
          <Link
            key={name}
            href={name === "day" ? "/ranks" : `/ranks?board=${name}`}
            class="tabs-tab"
            aria-current={name === here ? "page" : undefined}
          >
            {t(BOARDS[name].label)}
          </Link>
        ))}
      </nav>
      <Board />
    </div>
  );
}
