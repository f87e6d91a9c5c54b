import { useSession, useStore } from "maru-react";
import type { ComponentChildren } from "preact";
import { Link, useLocation } from "wouter-preact";
import { useI18n } from "../i18n/use_i18n.js";
import { Arena, Images, LogIn, Me, Ranks, Talk } from "../pages/pages.js";
import type { RoutePath } from "../routes.js";
import { announcement } from "../state/announcer.js";
import { useOnline } from "../state/online.js";
import { CallBar } from "../talk/call_bar.js";
import { OfferWatcher } from "../talk/offer_watcher.js";
import { Icon, type IconName, Mark } from "./icon.js";
import type { LazyPage } from "./lazy_page.js";

/** What is on every page: navigation, banners, and the regions that screen readers listen to. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { t } = useI18n();
  const { status } = useSession();
  const isOnline = useOnline();
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {t("app.skip")}
      </a>
      <nav class="nav" aria-label={t("nav.label")}>
        <Link href="/" class="nav-home" aria-label={t("nav.home")}>
          <Mark />
        </Link>
        <Tab href="/talk" icon="messageCircle" label={t("nav.talk")} page={Talk} />
        <Tab href="/images" icon="image" label={t("nav.images")} page={Images} />
        <Tab href="/arena" icon="scale" label={t("nav.arena")} page={Arena} />
        <Tab href="/ranks" icon="trophy" label={t("nav.ranks")} page={Ranks} />
        {status === "guest" ? (
          <Tab href="/log-in" icon="logIn" label={t("nav.log_in")} page={LogIn} />
        ) : (
          <Tab href="/me" icon="user" label={t("nav.me")} page={Me} />
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

interface TabProps {
  href: RoutePath;
  icon: IconName;
  label: string;
  page: LazyPage;
}

/** Its page is loaded when the pointer comes near, or the focus: one press later it is there. */
function Tab({ href, icon, label, page }: TabProps) {
  const [location] = useLocation();
  const isHere = location === href || location.startsWith(`${href}/`);
  return (
    <Link
      href={href}
      class={isHere ? "tab tab-here" : "tab"}
      aria-current={isHere ? "page" : undefined}
      onPointerEnter={page.preload}
      onFocus={page.preload}
    >
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
