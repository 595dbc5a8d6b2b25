import type { EngagementClass } from "./engagement-event";

/**
 * Version of the rules. Increment it with every change below: events classified by older versions are then
 * reclassified.
 */
export const RULES_VERSION = 2;

/**
 * Signals for a machine with their weights. No signal suffices alone: each weighs less than `MACHINE_FROM`.
 * docs/engagement.md explains each.
 */
export const MACHINE_SIGNALS = {
  followed_hidden_link: { points: 80, words: "the hidden link was followed too" },
  security_agent: { points: 75, words: "names itself an email scanner" },
  many_links_at_once: { points: 70, words: "several links within two seconds" },
  known_program: { points: 70, words: "names itself a program" },
  fetches_every_picture: { points: 70, words: "fetched by Apple's email privacy" },
  names_nothing: { points: 60, words: "names no browser" },
  head_request: { points: 60, words: "checked the page without loading it" },
  fetched_ahead: { points: 60, words: "fetched ahead" },
  within_seconds: { points: 50, words: "within 5 seconds of the email's arrival" },
  every_link: { points: 40, words: "every link of the email within ten seconds" },
  looked_at_leaving: { points: 40, words: "looked at the unsubscribe page and left it" },
  security_network: { points: 40, words: "from an email scanner's network" },
} as const;

/** Signals for a human. */
export const HUMAN_SIGNALS = {
  page_was_seen: { points: 40, words: "the page was opened in a browser" },
} as const;

export type MachineSignal = keyof typeof MACHINE_SIGNALS;
export type HumanSignal = keyof typeof HUMAN_SIGNALS;
export type Signal = MachineSignal | HumanSignal;

/** Score thresholds: machine from here; human below `HUMAN_BELOW`; unknown between them. */
const MACHINE_FROM = 100;
const HUMAN_BELOW = 40;

export interface Classification {
  readonly classification: EngagementClass;
  readonly score: number;
  /** The signals as the merchant reads them, strongest first; null without any. */
  readonly reason: string | null;
}

/**
 * Classifies an event by the sum of machine signals minus human signals. Monotonic: one more machine signal
 * never makes the result more human, nor the other way round.
 *
 * @param signals each counts once
 */
export function scoreSignals(signals: ReadonlySet<Signal>): Classification {
  const weighed = [...signals].map((signal) => SIGNALS[signal]).sort((a, b) => b.points - a.points);
  const score = weighed.reduce((sum, { points }) => sum + points, 0);
  const reason = weighed.map(({ words }) => words).join(", ");
  return { classification: classOf(score), score, reason: reason || null };
}

function classOf(score: number): EngagementClass {
  if (score >= MACHINE_FROM) return "machine";
  return score < HUMAN_BELOW ? "human" : "unknown";
}

const SIGNALS: Readonly<Record<Signal, { readonly points: number; readonly words: string }>> = {
  ...MACHINE_SIGNALS,
  page_was_seen: { ...HUMAN_SIGNALS.page_was_seen, points: -HUMAN_SIGNALS.page_was_seen.points },
};
