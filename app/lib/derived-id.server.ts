import { hash } from "node:crypto";
import type { ShopId } from "./shop-id";

/**
 * A deterministic id of a named object: equal in every database with the same facts, also in one restored from a
 * back-up. A UUID of version 8 (RFC 9562) over SHA-256. Unlike version 7 it is not ordered by time.
 *
 * @param kind what the id identifies, so that objects of different kinds with equal names have different ids
 */
export function derivedId(
  shopId: ShopId,
  kind: "enrollment" | "message" | "action" | "batch" | "digest" | "webhook",
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
