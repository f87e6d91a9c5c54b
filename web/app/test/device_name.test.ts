import { expect, test } from "vitest";
import { deviceNameOf } from "../src/pages/me/device_name";

const LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0";

test.each([
  [`Mozilla/5.0 (X11; Linux x86_64) ${LIKE_CHROME} Safari/537.36`, "Chrome, Linux"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${LIKE_CHROME} Safari/537.36 Edg/141.0.0.0`, "Edge, Windows"],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S918N) ${LIKE_CHROME.replace("Chrome", "SamsungBrowser/28.0 Chrome")} Mobile`,
    "Samsung Internet, Android",
  ],
  [
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1",
    "Safari, iOS",
  ],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox, macOS"],
  ["maru-app/3.1 (Dart)", "maru-app/3.1 (Dart)"],
  ["", ""],
])("%s", (label, name) => {
  expect(deviceNameOf(label)).toBe(name);
});
