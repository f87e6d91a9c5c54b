import { createList, dataOf, type Image, type ImageCommunity, type List, type Maru } from "maru-client";

/** Which images: all, or of one author or model. */
export interface Filter {
  author?: number | undefined;
  /** `model_key` of the leaderboard, or any spelling of the name. */
  model?: string | undefined;
}

export interface Feed extends List<Image> {
  /** Where the page was scrolled to when it was left; CSS pixels. */
  scrollY: number;
  /** There are newer images than the list has. */
  isStale: boolean;
}

const SIZE = 24;
/** As many lists as a tab keeps; the least recently opened goes first. */
const KEPT = 12;

/** The lists of this tab by filter, of one user: the list is as it was after a look at an image. */
const feeds = new Map<string, Feed>();
let owner: number | undefined;

export function feedOf({ images, session }: Maru, filter: Filter): Feed {
  const user = session.getSnapshot().user?.id;
  if (user !== owner) feeds.clear(); // what the one likes is not for the other to see
  owner = user;
  const key = JSON.stringify([filter.author, filter.model]);
  const feed = feeds.get(key) ?? {
    ...createList((after) => pageOf(images, filter, after)),
    scrollY: 0,
    isStale: false,
  };
  feeds.delete(key);
  feeds.set(key, feed);
  const [oldest] = feeds.keys();
  if (feeds.size > KEPT && oldest !== undefined) feeds.delete(oldest);
  return feed;
}

async function pageOf(images: Maru["images"], { author, model }: Filter, after = "") {
  const chosen = { ...(author !== undefined && { user_id: author }), ...(model && { model_key: model }) };
  const query = { cursor: after, size: SIZE, ...chosen };
  const page = await dataOf(images.GET("/api/v1/images", { params: { query } }));
  // With a cursor the answer is always by position.
  const { items, next_cursor } = page as ImageCommunity["schemas"]["ImagesAfter"];
  return { items, next: next_cursor ?? undefined };
}

/** The image as some list of this tab has it. */
export function knownImage(id: number): Image | undefined {
  for (const feed of feeds.values()) {
    const image = feed.getSnapshot().items.find((each) => each.id === id);
    if (image) return image;
  }
  return undefined;
}

/** After a like or a correction: in every list that has it. */
export function changeInFeeds(changed: Image): void {
  for (const feed of feeds.values()) {
    feed.change((items) => items.map((each) => (each.id === changed.id ? changed : each)));
  }
}

/** After an upload. */
export function markFeedsStale(): void {
  for (const feed of feeds.values()) feed.isStale = true;
}

export function removeFromFeeds(id: number): void {
  for (const feed of feeds.values()) feed.change((items) => items.filter((each) => each.id !== id));
}
