/**
 * The addresses of the app. The gateway answers each with the shell; any other address gets the shell with 404.
 */
export const ROUTES = [
  "/",
  "/sign-up",
  "/log-in",
  "/rules",
  "/talk",
  "/images",
  "/images/:id",
  "/upload",
  "/my-images",
  "/arena",
  "/ranks",
  "/me",
  "/calls",
] as const;

export type RoutePath = (typeof ROUTES)[number];
