/** Calls `wake` when the network comes back or the page is looked at again. Returns the function that ends this. */
export function onWakeUp(wake: () => void): () => void {
  if (typeof window === "undefined") return () => undefined;
  const visible = (): void => {
    if (document.visibilityState === "visible") wake();
  };
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", visible);
  return () => {
    window.removeEventListener("online", wake);
    document.removeEventListener("visibilitychange", visible);
  };
}

interface NetworkInformation extends EventTarget {
  type?: string;
}

/** Calls `changed` when the machine has come to another network, as far as the browser says so. */
export function onNetworkChange(changed: () => void): () => void {
  const network = (navigator as { connection?: NetworkInformation }).connection;
  let type = network?.type;
  // `change` also comes with each new estimate of the speed.
  const typeChanged = (): void => {
    if (network?.type === type) return;
    type = network?.type;
    changed();
  };
  window.addEventListener("online", changed);
  network?.addEventListener("change", typeChanged);
  return () => {
    window.removeEventListener("online", changed);
    network?.removeEventListener("change", typeChanged);
  };
}
