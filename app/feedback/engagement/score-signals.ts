import type { EngagementClass } from "./engagement-event";

/**
 * Version of the rules. Increment it with every change below: events classified by older versions are then
 * reclassified.
 */
export const RULES_VERSION = 3;

/**
 * Signals for a machine with their weights. No signal suffices alone: each weighs less than `MACHINE_FROM`.
 * docs/engagement.md explains each.
 */
export const MACHINE_SIGNALS = {
  followed_hidden_link: 80,
  security_agent: 75,
  many_links_at_once: 70,
  known_program: 70,
  fetches_every_picture: 70,
  names_nothing: 60,
  head_request: 60,
  fetched_ahead: 60,
  within_seconds: 50,
  every_link: 40,
  looked_at_leaving: 40,
  security_network: 40,
} as const;

/** Signals for a human. */
export const HUMAN_SIGNALS = {
  page_was_seen: 40,
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
  /** The signals, strongest first, as text: `listSignals`. Null without any. */
  readonly reason: string | null;
}

/**
 * Classifies an event by the sum of machine signals minus human signals. Monotonic: one more machine signal
 * never makes the result more human, nor the other way round.
 *
 * @param signals each counts once
 */
export function scoreSignals(signals: ReadonlySet<Signal>): Classification {
  const weighed = [...signals].sort((a, b) => POINTS[b] - POINTS[a]);
  const score = weighed.reduce((sum, signal) => sum + POINTS[signal], 0);
  return { classification: classOf(score), score, reason: weighed.join(SEPARATOR) || null };
}

const SEPARATOR = " ";

/** The signals of `Classification.reason`, strongest first. */
export const listSignals = (reason: string | null): readonly string[] =>
  reason === null ? [] : reason.split(SEPARATOR);

function classOf(score: number): EngagementClass {
  if (score >= MACHINE_FROM) return "machine";
  return score < HUMAN_BELOW ? "human" : "unknown";
}

const POINTS: Readonly<Record<Signal, number>> = {
  ...MACHINE_SIGNALS,
  page_was_seen: -HUMAN_SIGNALS.page_was_seen,
};
