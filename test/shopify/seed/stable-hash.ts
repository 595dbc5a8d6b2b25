import { createHash } from "node:crypto";

/** The first 32 hex digits of the text's SHA-256: the same on every machine and in every run. */
export function hashHex(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** A fraction in [0, 1) that depends only on the text; uniform over many texts. */
export function hashFraction(text: string): number {
  return Number.parseInt(hashHex(text).slice(0, 8), 16) / 2 ** 32;
}
