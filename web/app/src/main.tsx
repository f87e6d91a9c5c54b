import { createMaru } from "maru-client";
import { MaruProvider } from "maru-react";
import { render } from "preact";
import { App } from "./app.js";
import { locale } from "./state/locale.js";
import { showTheme, theme } from "./state/theme.js";
import "./styles/index.css";
import { createCurrentCall } from "./talk/current_call.js";
import { CurrentCallProvider } from "./talk/use_current_call.js";

const showLocale = (): void => {
  document.documentElement.lang = locale.getSnapshot();
};
showTheme();
showLocale();
theme.subscribe(showTheme);
locale.subscribe(showLocale);

const maru = createMaru({ locale: locale.getSnapshot });
const currentCall = createCurrentCall(maru);
const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app.");

render(
  <MaruProvider maru={maru}>
    <CurrentCallProvider value={currentCall}>
      <App />
    </CurrentCallProvider>
  </MaruProvider>,
  root,
);
