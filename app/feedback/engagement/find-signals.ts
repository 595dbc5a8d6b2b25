import { CLASSIFICATION_DELAY_MS, type EngagementFacts } from "./engagement-event";
import type { Signal } from "./score-signals";

/** Facts about the message of an engagement event. */
export interface MessageFacts {
  /** Delivery time, or sending time if unknown; null when neither is known. */
  readonly arrivedAt: Date | null;
  /** Number of visible links. */
  readonly linkCount: number;
}

const WITHIN_SECONDS_MS = 5_000;
const AT_ONCE_MS = 2_000;
const AT_ONCE_LINKS = 3;
const EVERY_LINK_MS = 10_000;
/** A person may well click both of two links. */
const MIN_LINKS_FOR_EVERY = 3;

/**
 * Finds signals for a machine or a human in one event among all events of its message. Only events within
 * `CLASSIFICATION_DELAY_MS` count, so that the result never changes afterward.
 *
 * @param all the message's events, this one included, in any order
 * @param isPageSeen whether the storefront pixel saw a browser arrive through this click
 */
export function findSignals(
  event: EngagementFacts,
  all: readonly EngagementFacts[],
  email: MessageFacts,
  isPageSeen: boolean,
): ReadonlySet<Signal> {
  const near = all.filter((other) => gapMs(event, other) <= CLASSIFICATION_DELAY_MS);
  const signals = new Set<Signal>(userAgentSignals(event));
  if (event.method !== "GET") signals.add("head_request");
  if (event.isPrefetch) signals.add("fetched_ahead");
  if (event.ipClass === "security") signals.add("security_network");
  if (isWithinSeconds(event, email)) signals.add("within_seconds");
  const has = (kind: EngagementFacts["kind"]) => near.some((other) => other.kind === kind);
  if (has("honeypot")) signals.add("followed_hidden_link");
  if (has("unsubscribe_page") && !has("unsubscribe")) signals.add("looked_at_leaving");
  if (event.kind !== "open") {
    if (countLinksWithin(event, near, AT_ONCE_MS) >= AT_ONCE_LINKS)
      signals.add("many_links_at_once");
    const isEvery =
      email.linkCount >= MIN_LINKS_FOR_EVERY &&
      countLinksWithin(event, near, EVERY_LINK_MS) >= email.linkCount;
    if (isEvery) signals.add("every_link");
  }
  if (isPageSeen) signals.add("page_was_seen");
  return signals;
}

function userAgentSignals({ userAgentClass }: EngagementFacts): Signal[] {
  switch (userAgentClass) {
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

/** An email that is not delivered yet cannot have been read by a human. */
function isWithinSeconds({ occurredAt }: EngagementFacts, { arrivedAt }: MessageFacts): boolean {
  return arrivedAt === null || occurredAt.getTime() - arrivedAt.getTime() < WITHIN_SECONDS_MS;
}

/** The maximum number of different visible links followed within any window that contains the event. */
function countLinksWithin(
  event: EngagementFacts,
  near: readonly EngagementFacts[],
  windowMs: number,
): number {
  const clicks = near.flatMap(({ linkIndex, occurredAt }) =>
    linkIndex === null ? [] : [{ linkIndex, atMs: occurredAt.getTime() }],
  );
  const isInWindow = (fromMs: number, atMs: number) => atMs >= fromMs && atMs <= fromMs + windowMs;
  const counts = clicks
    .filter(({ atMs: fromMs }) => isInWindow(fromMs, event.occurredAt.getTime()))
    .map(({ atMs: fromMs }) => {
      const inside = clicks.filter(({ atMs }) => isInWindow(fromMs, atMs));
      return new Set(inside.map(({ linkIndex }) => linkIndex)).size;
    });
  return Math.max(0, ...counts);
}

const gapMs = (a: EngagementFacts, b: EngagementFacts): number =>
  Math.abs(a.occurredAt.getTime() - b.occurredAt.getTime());
