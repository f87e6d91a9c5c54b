import { createMaru } from "maru-client";
import { MaruProvider } from "maru-react";
import { render } from "preact";
import { App } from "./app.js";
import { showLanguage } from "./i18n/language.js";
import { preloadPages } from "./pages/preloading.js";
import { locale } from "./state/locale.js";
import { showTheme, theme } from "./state/theme.js";
import "./styles/index.css";
import { createCurrentCall } from "./talk/current_call.js";
import { CurrentCallProvider } from "./talk/use_current_call.js";

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app.");

showTheme();
theme.subscribe(showTheme);

const maru = createMaru({ locale: locale.getSnapshot });
const currentCall = createCurrentCall(maru);

function draw(root: HTMLElement): void {
  render(
    <MaruProvider maru={maru}>
      <CurrentCallProvider value={currentCall}>
        <App />
      </CurrentCallProvider>
    </MaruProvider>,
    root,
  );
}

/** Without messages nothing can be said but this, in both languages. */
function sayNotLoaded(root: HTMLElement): void {
  const again = document.createElement("button");
  again.className = "btn";
  again.textContent = "다시 시도 · Try again";
  again.onclick = () => location.reload();
  root.className = "page";
  root.replaceChildren("마루를 불러오지 못했어요. Maru could not be loaded.", again);
}

showLanguage(locale.getSnapshot()).then(
  () => {
    draw(root);
    void preloadPages(maru);
  },
  () => sayNotLoaded(root),
);
// The screen stays in its language until the chosen one is loaded; without a network, until there is one.
const showChosen = () => void showLanguage(locale.getSnapshot()).catch(() => undefined);
locale.subscribe(showChosen);
addEventListener("online", showChosen);
