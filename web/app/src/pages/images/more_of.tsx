import { useStore } from "maru-react";
import { useEffect } from "react";
import { Link } from "wouter-preact";
import { useI18n } from "../../i18n/use_i18n.js";
import { smallestOf } from "../../images/sizes.js";
import { useFeed } from "../../images/use_feed.js";

const SHOWN = 6;

interface MoreOfProps {
  author: number;
  name: string;
  except: number;
}

/** The author's other images: the first of them, and the way to all. */
export function MoreOf({ author, name, except }: MoreOfProps) {
  const { t } = useI18n();
  const { feed, isKnown } = useFeed({ author });
  const { items } = useStore(feed);
  useEffect(() => {
    if (isKnown && feed.getSnapshot().items.length === 0) void feed.refresh();
  }, [feed, isKnown]);
  const others = items.filter(({ id }) => id !== except).slice(0, SHOWN);
  if (others.length === 0) return null;
  return (
    <section class="more-of" aria-labelledby="more-of">
      <h2 id="more-of">
        <Link href={`/images?author=${author}`}>{t("images.by", { name })}</Link>
      </h2>
      <ul>
        {others.map((image) => (
          <li key={image.id}>
            <Link href={`/images/${image.id}`}>
              <img
                src={smallestOf(image)}
                width={image.width}
                height={image.height}
                alt={image.prompt || t("image.no_prompt")}
                loading="lazy"
              />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
