import { useSession, useStore } from "maru-react";
import type { ComponentChildren } from "preact";
import { Link, useLocation } from "wouter-preact";
import { useI18n } from "../i18n/use_i18n.js";
import { announcement } from "../state/announcer.js";
import { useOnline } from "../state/online.js";
import { CallBar } from "../talk/call_bar.js";
import { OfferWatcher } from "../talk/offer_watcher.js";
import { Icon, type IconName, Mark } from "./icon.js";

/** What is on every page: navigation, banners, and the regions that screen readers listen to. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { t } = useI18n();
  const { status } = useSession();
  const isOnline = useOnline();
  return (
    <div class={status === "user" ? "shell" : "shell shell-bare"}>
      <a class="skip" href="#content">
        {t("app.skip")}
      </a>
      <nav class="nav" aria-label={t("nav.label")}>
        <Link href="/" class="nav-home" aria-label={t("nav.home")}>
          <Mark />
        </Link>
        {/* The first page names what there is to guests; a bar of one's own comes with an account. */}
        {status === "user" && (
          <>
            <Tab href="/talk" icon="messageCircle" label={t("nav.talk")} />
            <Tab href="/me" icon="user" label={t("nav.me")} />
          </>
        )}
      </nav>
      <div class="shell-main">
        {!isOnline && (
          <p class="banner" role="status">
            <Icon name="wifiOff" /> {t("app.offline")}
          </p>
        )}
        <CallBar />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      <OfferWatcher />
      <Announcer />
    </div>
  );
}

function Tab({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  const [location] = useLocation();
  const isHere = location === href;
  return (
    <Link href={href} class={isHere ? "tab tab-here" : "tab"} aria-current={isHere ? "page" : undefined}>
      <Icon name={icon} />
      <span>{label}</span>
    </Link>
  );
}

function Announcer() {
  return (
    <div class="visually-hidden" aria-live="assertive">
      {useStore(announcement)}
    </div>
  );
}
