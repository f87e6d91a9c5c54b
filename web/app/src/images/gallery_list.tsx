import type { Image } from "maru-client";
import { useLayoutEffect, useMemo, useRef, useState } from "react";
import { Card } from "./card.js";
import { columnsFor, placesOf, ROWS_PER_WIDTH } from "./masonry.js";

/** Rows of the grid between two images: about 12 pixels. */
const GAP_ROWS = 5;
/** As many rows as a screen shows. */
const ROWS_IN_SIGHT = 2;

/** Images in columns of their own heights. Every place is known before the images are: nothing moves when they come. */
export function GalleryList({ images }: { images: readonly Image[] }) {
  const list = useRef<HTMLUListElement>(null);
  const [columns, setColumns] = useState(() => columnsFor(Math.min(innerWidth, 1120)));
  useLayoutEffect(() => {
    if (!list.current) return;
    const observer = new ResizeObserver(
      ([entry]) => entry && setColumns(columnsFor(entry.contentRect.width)),
    );
    setColumns(columnsFor(list.current.clientWidth));
    observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  const places = useMemo(() => placesOf(images, columns, GAP_ROWS), [images, columns]);
  return (
    <div class="masonry-box">
      <ul
        ref={list}
        class="masonry"
        style={{ "--columns": columns, "--rows-per-width": ROWS_PER_WIDTH, "--gap-rows": GAP_ROWS }}
      >
        {images.map((image, position) => {
          const { column = 1, row = 1, rows = 1 } = places[position] ?? {};
          return (
            <li key={image.id} style={{ gridColumn: String(column), gridRow: `${row} / span ${rows}` }}>
              <Card
                image={image}
                isInSight={position < columns * ROWS_IN_SIGHT}
                isFirst={position < columns}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
