let isBack = false;

// `pushState` is wouter's event, after each step forward.
globalThis.addEventListener?.("popstate", () => {
  isBack = true;
});
globalThis.addEventListener?.("pushState", () => {
  isBack = false;
});

/** Whether the page on the screen was reached by the browser's Back or Forward. */
export function cameBack(): boolean {
  return isBack;
}
