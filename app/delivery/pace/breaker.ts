import { backOffMs } from "~/lib/back-off";

/** Health of a sender at the provider. */
export interface SenderHealth {
  /** Consecutive refusals. */
  readonly failures: number;
  /** Until when the sender is paused; null: not paused. */
  readonly openUntil: Date | null;
}

export type Gate =
  | { readonly kind: "open" }
  /** It was refused: send one email to probe. */
  | { readonly kind: "probe" }
  | { readonly kind: "closed"; readonly until: Date };

/** The longest limits the wait after the merchant fixed the sender. */
const BACK_OFF = { firstMs: 15 * 60_000, longestMs: 60 * 60_000 };

/** Whether a sender may send now. */
export function gateOf({ failures, openUntil }: SenderHealth, now: Date): Gate {
  if (openUntil !== null && openUntil > now) return { kind: "closed", until: openUntil };
  return failures > 0 ? { kind: "probe" } : { kind: "open" };
}

/** Back-off after consecutive refusals: 15 minutes, doubling up to an hour. */
export const senderBackOffMs = (failures: number): number => backOffMs(failures, BACK_OFF);

/** The domain of an address, which providers verify. */
export function identityOf(address: string): string {
  return (address.split("@").at(-1) ?? "").toLowerCase();
}
