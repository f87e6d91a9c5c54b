/**
 * The addresses of the app. The gateway answers each with the shell; any other address gets the shell with 404.
 * Images, arena and ranks have no pages yet, so the navigation does not name them.
 */
export const ROUTES = [
  "/",
  "/sign-up",
  "/log-in",
  "/rules",
  "/talk",
  "/images",
  "/arena",
  "/ranks",
  "/me",
  "/images/:id",
] as const;

export type RoutePath = (typeof ROUTES)[number];
