/** How a shop's sender fares with the provider. */
export interface SenderHealth {
  /** Refusals in a row. */
  readonly failures: number;
  /** Until when nothing is tried; null: nothing stands against it. */
  readonly openUntil: Date | null;
}

export type Gate =
  | { readonly kind: "open" }
  /** It was refused; one mail finds out whether it still is. */
  | { readonly kind: "probe" }
  | { readonly kind: "closed"; readonly until: Date };

const FIRST_REST_MS = 15 * 60_000;
/** A merchant who has seen to it does not wait for longer. */
const LONGEST_REST_MS = 60 * 60_000;

/** Whether mails of a sender may be handed over now. */
export function gateOf({ failures, openUntil }: SenderHealth, now: Date): Gate {
  if (openUntil !== null && openUntil > now) return { kind: "closed", until: openUntil };
  return failures > 0 ? { kind: "probe" } : { kind: "open" };
}

/** How long a sender rests after so many refusals in a row: a quarter of an hour, doubled up to one. */
export function senderRestMs(failures: number): number {
  return Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (failures - 1));
}

/** The part of a sender that a provider verifies. */
export function identityOf(address: string): string {
  return (address.split("@").at(-1) ?? "").toLowerCase();
}
