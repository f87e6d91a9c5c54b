import { useMaru, useStore } from "maru-react";
import { useEffect, useSyncExternalStore } from "react";
import { useLocation } from "wouter-preact";
import { useI18n } from "../i18n/use_i18n.js";
import { announce } from "../state/announcer.js";
import { useCurrentCall } from "./use_current_call.js";

/** An offer is worth every means: it is read out, shown by the system when the tab is hidden, and its page opens. */
export function OfferWatcher() {
  return useStore(useCurrentCall()).isFollowing ? <Watching /> : null;
}

function Watching() {
  const i18n = useI18n();
  const [, navigate] = useLocation();
  const match = useMaru().match();
  const offer = useSyncExternalStore(match.subscribe, () => match.getSnapshot().offer);
  const id = offer?.id;
  useEffect(() => {
    if (!offer) return;
    const person = { name: offer.partner, age: offer.age };
    announce(i18n.t("offer.announce", person));
    navigate("/talk");
    if (!document.hidden) return;
    const notification = notify(i18n.t("offer.found"), i18n.t("offer.notification", person));
    return () => notification?.close();
  }, [id]);
  return null;
}

function notify(title: string, body: string): Notification | undefined {
  if (!("Notification" in globalThis) || Notification.permission !== "granted") return undefined;
  try {
    const notification = new Notification(title, { body, tag: "maru-offer" });
    notification.onclick = () => {
      focus();
      notification.close();
    };
    return notification;
  } catch {
    return undefined; // Android's Chrome shows notifications of service workers only
  }
}
