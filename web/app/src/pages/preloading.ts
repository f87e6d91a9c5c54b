import { type Maru, when } from "maru-client";
import * as pages from "./pages.js";

/** Lets what the page itself still asks for go first. */
const PAUSE_MS = 1000;

/**
 * Loads the code of the other pages while nothing else is to do, for who is logged in and will go there: then each is
 * there at once, also where the network fails. Guests load what they open.
 */
export async function preloadPages(maru: Maru): Promise<void> {
  await when(maru.session, ({ status }) => status === "user");
  if (document.readyState !== "complete") {
    await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
  }
  setTimeout(() => {
    for (const page of Object.values(pages)) page.preload();
  }, PAUSE_MS);
}
