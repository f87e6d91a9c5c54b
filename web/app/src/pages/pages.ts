import { lazyPage } from "../components/lazy_page.js";

/** Each page is a chunk of its own. Welcome alone is part of the first load. */
export const SignUp = lazyPage(async () => (await import("./account/sign_up.js")).SignUp);
export const LogIn = lazyPage(async () => (await import("./account/log_in.js")).LogIn);
export const Rules = lazyPage(async () => (await import("./rules/rules.js")).Rules);
export const Talk = lazyPage(async () => (await import("./talk/talk.js")).Talk);
export const Images = lazyPage(async () => (await import("./images/images.js")).Images);
export const ImagePage = lazyPage(async () => (await import("./images/image_page.js")).ImagePage);
export const Upload = lazyPage(async () => (await import("./images/upload.js")).Upload);
export const MyImages = lazyPage(async () => (await import("./images/my_images.js")).MyImages);
export const Arena = lazyPage(async () => (await import("./arena/arena.js")).Arena);
export const Ranks = lazyPage(async () => (await import("./ranks/ranks.js")).Ranks);
export const Calls = lazyPage(async () => (await import("./calls/calls.js")).Calls);
export const Me = lazyPage(async () => (await import("./me/me.js")).Me);
