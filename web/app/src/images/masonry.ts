/** Rows of the grid per column width: an image's height is off by at most half a row. */
export const ROWS_PER_WIDTH = 100;

export interface Place {
  /** From 1, as CSS grid counts. */
  column: number;
  row: number;
  rows: number;
}

/**
 * Where each image goes: into the column that is shortest so far. Order stays that of the list, for the keyboard and for
 * screen readers; images that are added move none that is there.
 *
 * @param gap in rows of the grid, below each image.
 */
export function placesOf(
  images: readonly { width: number; height: number }[],
  columns: number,
  gap: number,
): Place[] {
  const ends = Array.from({ length: columns }, () => 1);
  return images.map(({ width, height }) => {
    const end = Math.min(...ends);
    const column = ends.indexOf(end);
    const rows = Math.max(1, Math.round((height / width) * ROWS_PER_WIDTH)) + gap;
    ends[column] = end + rows;
    return { column: column + 1, row: end, rows };
  });
}

/** How many columns fit: two on phones, so that an image is about 160 to 300 pixels wide. */
export function columnsFor(width: number): number {
  return Math.max(2, Math.min(5, Math.floor(width / 230)));
}
