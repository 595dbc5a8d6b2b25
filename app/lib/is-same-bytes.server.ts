import { timingSafeEqual } from "node:crypto";

/** Compares a given signature or secret with the expected one in constant time, so that timing reveals nothing. */
export const isSameBytes = (given: Uint8Array, expected: Uint8Array): boolean =>
  given.length === expected.length && timingSafeEqual(given, expected);
