import { HOLD_MS, type HitFacts } from "./hit";
import type { Hint } from "./score-hit";

/** What is known of a mail whose hits are looked at. */
export interface MailOfHits {
  /** When the provider said that it arrived, or else when it was handed over; null: neither is known yet. */
  readonly arrivedAt: Date | null;
  /** How many links readers see. */
  readonly linkCount: number;
}

const WITHIN_SECONDS_MS = 5_000;
const AT_ONCE_MS = 2_000;
const AT_ONCE_LINKS = 3;
const EVERY_LINK_MS = 10_000;
/** A person who wants one of two things may well look at both. */
const EVERY_LINK_LEAST = 3;

/**
 * What speaks for a program or a person, of one hit among all those of its mail.
 * Of other hits only those within `HOLD_MS` of this one count, so that what is
 * found a minute after it is what is found ever after.
 *
 * @param all the mail's hits, this one among them, in any order
 * @param isPageSeen whether the storefront told of a browser that came by this hit
 */
export function findHints(
  hit: HitFacts,
  all: readonly HitFacts[],
  mail: MailOfHits,
  isPageSeen: boolean,
): ReadonlySet<Hint> {
  const near = all.filter((other) => gapMs(hit, other) <= HOLD_MS);
  const hints = new Set<Hint>(agentHints(hit));
  if (hit.method !== "GET") hints.add("asks_for_head");
  if (hit.isFetchedAhead) hints.add("fetched_ahead");
  if (hit.address === "security") hints.add("security_network");
  if (isWithinSeconds(hit, mail)) hints.add("within_seconds");
  const has = (kind: HitFacts["kind"]) => near.some((other) => other.kind === kind);
  if (has("trap")) hints.add("followed_hidden_link");
  if (has("leave_page") && !has("leave")) hints.add("looked_at_leaving");
  if (hit.kind !== "open") {
    if (mostLinksWithin(hit, near, AT_ONCE_MS) >= AT_ONCE_LINKS) hints.add("many_links_at_once");
    const isEvery =
      mail.linkCount >= EVERY_LINK_LEAST &&
      mostLinksWithin(hit, near, EVERY_LINK_MS) >= mail.linkCount;
    if (isEvery) hints.add("every_link");
  }
  if (isPageSeen) hints.add("page_was_seen");
  return hints;
}

function agentHints({ agent }: HitFacts): Hint[] {
  switch (agent) {
    case "security":
      return ["security_agent"];
    case "program":
      return ["known_program"];
    case "privacy_proxy":
      return ["fetches_every_picture"];
    case "none":
      return ["names_nothing"];
    case "browser":
    case "reader_proxy":
      return [];
  }
}

/** A mail that nobody has told of yet cannot have been read by its reader. */
function isWithinSeconds({ occurredAt }: HitFacts, { arrivedAt }: MailOfHits): boolean {
  return arrivedAt === null || occurredAt.getTime() - arrivedAt.getTime() < WITHIN_SECONDS_MS;
}

/** The most different links of the reader's that were followed in any stretch of so long with the hit in it. */
function mostLinksWithin(hit: HitFacts, near: readonly HitFacts[], stretchMs: number): number {
  const clicks = near.filter((other) => other.linkIndex !== null && gapMs(hit, other) <= stretchMs);
  const counts = clicks.map((first) => {
    const from = first.occurredAt.getTime();
    const inside = clicks.filter(({ occurredAt }) => {
      const at = occurredAt.getTime();
      return at >= from && at <= from + stretchMs;
    });
    const hasHit = from <= hit.occurredAt.getTime() && hit.occurredAt.getTime() <= from + stretchMs;
    return hasHit ? new Set(inside.map(({ linkIndex }) => linkIndex)).size : 0;
  });
  return Math.max(0, ...counts);
}

const gapMs = (a: HitFacts, b: HitFacts): number =>
  Math.abs(a.occurredAt.getTime() - b.occurredAt.getTime());
