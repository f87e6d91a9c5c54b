/**
 * The addresses of the app. The gateway answers each with the shell; any other address gets the shell with 404.
 */
export const ROUTES = ["/", "/sign-up", "/log-in", "/rules", "/talk", "/me"] as const;

export type RoutePath = (typeof ROUTES)[number];
