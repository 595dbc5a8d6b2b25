import { isbot } from "isbot";

/** Who made a request to a link of a mail, as far as one can tell. */
export type HitClass = "human" | "machine" | "unknown";

export interface HitFacts {
  readonly method: string;
  readonly userAgent: string | null;
  /** `Purpose` or `Sec-Purpose`: what a browser says when it fetches ahead. */
  readonly purpose: string | null;
  /** From the mail's hand-over to the request; null when the mail is not marked sent yet. */
  readonly msSinceSent: number | null;
  /** Other links of the same mail that were asked for in the two seconds before. */
  readonly otherLinksJustHit: number;
}

/** A scanner follows the links as the mail arrives; a person has to open it first. */
const TOO_SOON_MS = 5_000;
const SCANNED_LINKS = 2;

/**
 * Human or machine, with the rule that decided. Scanners of mail gateways
 * follow every link, often as the mail arrives; only human clicks may move a
 * flow or earn credit.
 */
export function classifyHit(facts: HitFacts): { class: HitClass; reason: string | null } {
  if (facts.method !== "GET") return { class: "machine", reason: `${facts.method} request` };
  if (facts.purpose?.includes("prefetch")) return { class: "machine", reason: "fetched ahead" };
  if (!facts.userAgent) return { class: "machine", reason: "names no browser" };
  if (isbot(facts.userAgent)) return { class: "machine", reason: "known program" };
  if (facts.otherLinksJustHit >= SCANNED_LINKS) {
    return { class: "machine", reason: "followed several links at once" };
  }
  if (facts.msSinceSent === null || facts.msSinceSent < TOO_SOON_MS) {
    return { class: "machine", reason: "within 5 seconds of sending" };
  }
  return { class: "human", reason: null };
}
