import { dataOf, type ImageCommunity, type Maru, type Image as Shown } from "maru-client";
import { sizesOf } from "../../images/sizes.js";

export type Match = ImageCommunity["schemas"]["Match"];

/** How wide an image of the pair is. */
export const SIZES = "(min-width: 760px) 45vw, 100vw";

/** As many as an earlier page may have left. */
const OPEN_LIMIT = 20;

/** Where the arena takes its pairs from. */
export interface Matches {
  /** The pair to show now. Throws MaruError: `too_few_images`, `too_few_authors`, `no_pair_left`, … */
  next(): Promise<Match>;
  /** Draws the next pair and loads its images, so that it is there when it is wanted. */
  prepare(): void;
}

/** Pairs that were drawn and not judged come first: after a reload one goes on where one was. Guests have none. */
export function createMatches(images: Maru["images"], isUser: boolean): Matches {
  let open: Match[] | undefined = isUser ? undefined : [];
  let prepared: Promise<Match | undefined> | undefined;

  async function draw(): Promise<Match> {
    open ??= await leftOpen();
    open = open.filter((match) => !isOver(match));
    return open.shift() ?? dataOf(images.GET("/api/v1/tournaments/match"));
  }

  /** The one that was drawn first was the one on the screen. */
  async function leftOpen(): Promise<Match[]> {
    const query = { limit: OPEN_LIMIT };
    const matches = await dataOf(images.GET("/api/v1/tournaments/matches/open", { params: { query } }));
    return [...matches].sort((one, other) => timeOf(one) - timeOf(other));
  }

  return {
    next: async () => {
      const ready = await prepared;
      prepared = undefined;
      return ready && !isOver(ready) ? ready : draw();
    },
    prepare: () => {
      prepared ??= draw().then(
        (match) => {
          for (const image of match.images) load(image);
          return match;
        },
        () => undefined, // `next` asks again, and says why there is none
      );
    },
  };
}

/** As the pair shows it. */
function load(image: Shown): void {
  const element = new Image();
  element.sizes = SIZES;
  element.srcset = sizesOf(image);
}

/** When it can no longer be judged: milliseconds since 1970. A guest's match has no end. */
export function timeOf({ expires_at }: Match): number {
  return expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at);
}

/** By this device's clock, which may be wrong: the server decides. */
export function isOver(match: Match): boolean {
  return timeOf(match) <= Date.now();
}
