import type { HitClass } from "./hit";

/**
 * The rules' version. Raise it with every change of the rules below: all hits
 * that were classed by older ones are then classed anew.
 */
export const HIT_RULES = 2;

/**
 * What speaks for a program, with its weight in points. No hint is enough by
 * itself: each weighs less than `MACHINE_FROM`. Why each is one stands in
 * docs/hits.md.
 */
export const MACHINE_HINTS = {
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
export const HUMAN_HINTS = {
  page_was_seen: { points: 40, words: "the page was opened in a browser" },
} as const;

export type MachineHint = keyof typeof MACHINE_HINTS;
export type HumanHint = keyof typeof HUMAN_HINTS;
export type Hint = MachineHint | HumanHint;

/** From here on a hit is a program's; below `HUMAN_BELOW` a person's; between them nobody can tell. */
const MACHINE_FROM = 100;
const HUMAN_BELOW = 40;

export interface Verdict {
  readonly class: HitClass;
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
export function scoreHit(hints: ReadonlySet<Hint>): Verdict {
  const weighed = [...hints].map((hint) => HINTS[hint]).sort((a, b) => b.points - a.points);
  const score = weighed.reduce((sum, { points }) => sum + points, 0);
  const reason = weighed.map(({ words }) => words).join(", ");
  return { class: classOf(score), score, reason: reason || null };
}

function classOf(score: number): HitClass {
  if (score >= MACHINE_FROM) return "machine";
  return score < HUMAN_BELOW ? "human" : "unknown";
}

const HINTS: Readonly<Record<Hint, { readonly points: number; readonly words: string }>> = {
  ...MACHINE_HINTS,
  page_was_seen: { ...HUMAN_HINTS.page_was_seen, points: -HUMAN_HINTS.page_was_seen.points },
};
