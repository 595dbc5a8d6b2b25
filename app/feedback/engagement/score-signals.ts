import type { EngagementClass } from "./engagement-event";

/**
 * The rules' version. Raise it with every change of the rules below: all hits
 * that were classed by older ones are then classed anew.
 */
export const RULES_VERSION = 2;

/**
 * What speaks for a program, with its weight in points. No hint is enough by
 * itself: each weighs less than `MACHINE_FROM`. Why each is one stands in
 * docs/hits.md.
 */
export const MACHINE_SIGNALS = {
  followed_hidden_link: { points: 80, words: "the hidden link was followed too" },
  security_agent: { points: 75, words: "names itself a mail scanner" },
  many_links_at_once: { points: 70, words: "several links within two seconds" },
  known_program: { points: 70, words: "names itself a program" },
  fetches_every_picture: { points: 70, words: "fetched by Apple's mail privacy" },
  names_nothing: { points: 60, words: "names no browser" },
  asks_for_head: { points: 60, words: "asked without wanting the page" },
  fetched_ahead: { points: 60, words: "fetched ahead" },
  within_seconds: { points: 50, words: "within 5 seconds of the mail's arrival" },
  every_link: { points: 40, words: "every link of the mail within ten seconds" },
  looked_at_leaving: { points: 40, words: "looked at the unsubscribe page and left it" },
  security_network: { points: 40, words: "from a mail scanner's network" },
} as const;

/** What speaks for a person. */
export const HUMAN_SIGNALS = {
  page_was_seen: { points: 40, words: "the page was opened in a browser" },
} as const;

export type MachineSignal = keyof typeof MACHINE_SIGNALS;
export type HumanSignal = keyof typeof HUMAN_SIGNALS;
export type Signal = MachineSignal | HumanSignal;

/** From here on a hit is a program's; below `HUMAN_BELOW` a person's; between them nobody can tell. */
const MACHINE_FROM = 100;
const HUMAN_BELOW = 40;

export interface Classification {
  readonly class: EngagementClass;
  readonly score: number;
  /** The hints in the merchant's words, the weightiest first; null where there is none. */
  readonly reason: string | null;
}

/**
 * Whose hit it is, by the sum of what speaks for a program less what speaks for
 * a person. One more hint for a program never brings the verdict nearer to a
 * person, and the other way round.
 *
 * @param hints each counts once
 */
export function scoreSignals(signals: ReadonlySet<Signal>): Classification {
  const weighed = [...signals].map((signal) => SIGNALS[signal]).sort((a, b) => b.points - a.points);
  const score = weighed.reduce((sum, { points }) => sum + points, 0);
  const reason = weighed.map(({ words }) => words).join(", ");
  return { class: classOf(score), score, reason: reason || null };
}

function classOf(score: number): EngagementClass {
  if (score >= MACHINE_FROM) return "machine";
  return score < HUMAN_BELOW ? "human" : "unknown";
}

const SIGNALS: Readonly<Record<Signal, { readonly points: number; readonly words: string }>> = {
  ...MACHINE_SIGNALS,
  page_was_seen: { ...HUMAN_SIGNALS.page_was_seen, points: -HUMAN_SIGNALS.page_was_seen.points },
};
