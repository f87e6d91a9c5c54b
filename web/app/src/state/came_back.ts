let isBack = false;
let shown = addressOf();

// Browsers send `popstate` for a step to a fragment, too, such as that of the skip link.
globalThis.addEventListener?.("popstate", () => {
  if (addressOf() !== shown) isBack = true;
  shown = addressOf();
});
// wouter's events, after each step forward.
for (const step of ["pushState", "replaceState"]) {
  globalThis.addEventListener?.(step, () => {
    isBack = false;
    shown = addressOf();
  });
}

function addressOf(): string {
  return globalThis.location ? location.pathname + location.search : "";
}

/** Whether the page on the screen was reached by the browser's Back or Forward. */
export function cameBack(): boolean {
  return isBack;
}
