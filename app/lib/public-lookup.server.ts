import type { lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address";

/** A name that leads to an address outside the public internet. */
class NotPublicAddress extends Error {}

/** Whether a connection failed because of such an address. */
export const isNotPublicError = (error: unknown): boolean => error instanceof NotPublicAddress;

/**
 * Resolves a name and fails if any of its addresses is not public. A connection that uses it goes to exactly these
 * addresses, so that a second look-up cannot differ. It does not run for IP literals, which must be checked before.
 */
export function lookUpPublic(resolve: typeof lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) {
        callback(error, "");
        return;
      }
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        callback(new NotPublicAddress(hostname), "");
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}
