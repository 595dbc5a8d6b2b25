/** A discount that Shopify rejected. Times are ISO 8601. */
export interface DiscountRefusal {
  readonly percentOff: number;
  readonly since: string;
  readonly reason: RefusalReason;
  /** Shopify's error codes. */
  readonly codes: readonly string[];
}

/** A rejected discount of a flow step. */
export interface StepRefusal extends DiscountRefusal {
  readonly stepId: string;
}

const REASONS = [
  "scope_missing",
  "unauthorized",
  "deleted_in_shopify",
  "ended_in_shopify",
  "codes_not_taken",
] as const;
const BY_CODE = {
  MAX_CODES_EXCEEDED: "too_many_codes",
  LIMIT_REACHED: "too_many_discounts",
  TAKEN: "code_taken",
} as const;
type RefusalReason = (typeof REASONS)[number] | (typeof BY_CODE)[keyof typeof BY_CODE] | "rejected";

/** @param reason as stored: a reason, or Shopify's error codes as `refused: CODE,CODE` */
export function readRefusal(reason: string | null): Pick<DiscountRefusal, "reason" | "codes"> {
  const known = REASONS.find((it) => it === reason);
  if (known !== undefined) return { reason: known, codes: [] };
  const codes = reason?.startsWith("refused: ") ? reason.slice(9).split(",").filter(Boolean) : [];
  const byCode = Object.entries(BY_CODE).find(([code]) => codes.includes(code));
  return { reason: byCode?.[1] ?? "rejected", codes };
}
