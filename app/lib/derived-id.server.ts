import { hash } from "node:crypto";
import type { ShopId } from "./shop-id";

/**
 * An id that follows from what it names: the same in each database that has the same facts, also in one that was
 * restored from a back-up. A UUID of version 8 (RFC 9562) over SHA-256. Unlike one of version 7 it has no order in time.
 *
 * @param kind what it is an id of, so that two things that are named alike have ids of their own
 */
export function derivedId(
  shopId: ShopId,
  kind: "enrollment" | "message" | "action" | "batch" | "digest",
  ...names: readonly (string | number)[]
): string {
  const hex = hash("sha256", JSON.stringify([shopId, kind, ...names]));
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
