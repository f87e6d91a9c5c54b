const OWN = "/uploads/";

/**
 * The address of an image, at the server of this page. The server writes addresses with its public name; a page that
 * was opened by another one, such as an address in the local network, gets the same file from where it is.
 * Addresses of other stores stay as they are.
 *
 * @param baseUrl the server's origin, as for `createMaru`.
 */
export function imageAddress(address: string, baseUrl: string = globalThis.location?.origin): string {
  const { pathname, search } = new URL(address, baseUrl);
  return pathname.startsWith(OWN) ? new URL(pathname + search, baseUrl).href : address;
}
