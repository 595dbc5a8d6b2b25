import { OWN, type ArmShare, type Choice } from "./choice";

/** Share of the customers that an automatic change may touch before the merchant approves it. */
export const MOST_TOUCHED = 0.2;

/**
 * The shares of a change, as far as it may go without the merchant: moved from what the merchant set
 * toward what was found best, until it touches a fifth of the customers.
 *
 * @param reach share of the shop's customers who get the email, in [0, 1]
 */
export function limitChange(
  { kind, arms }: Pick<Choice, "kind" | "arms">,
  after: readonly ArmShare[],
  reach: number,
): { readonly arms: readonly ArmShare[]; readonly isLimited: boolean } {
  // Subjects are all the merchant's own, and go out alike.
  const asSet = (arm: string) => (kind === "subject" ? 1 / arms.length : arm === OWN ? 1 : 0);
  const touched =
    reach * after.reduce((sum, { arm, share }) => sum + Math.max(0, share - asSet(arm)), 0);
  if (touched <= MOST_TOUCHED + 1e-9) return { arms: after, isLimited: false };
  const part = MOST_TOUCHED / touched;
  return {
    arms: after.map((it) => ({
      ...it,
      share: asSet(it.arm) + part * (it.share - asSet(it.arm)),
    })),
    isLimited: true,
  };
}
