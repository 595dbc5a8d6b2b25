/** Kinds of settings that an email's variants are drawn for, with the recorded probability of each draw. */
export const VARIANT_KINDS = ["subject", "products", "layout", "hour"] as const;
export type VariantKind = (typeof VARIANT_KINDS)[number];

/** What a merchant can ask about the last 90 days. */
export type WhatIfQuestion =
  /** One flow had sent nothing. */
  | { readonly kind: "flow_off"; readonly flowId: string }
  /** No email had been sent at all. */
  | { readonly kind: "email_off" }
  /** Every email of a step had used this variant. */
  | {
      readonly kind: "variant";
      readonly of: VariantKind;
      readonly flowId: string;
      readonly stepId: string;
      readonly variant: string;
    }
  /** The tested weekly limit had applied to every customer. */
  | { readonly kind: "weekly_limit" }
  /** Every email had had a discount. */
  | { readonly kind: "discount" };

/** A question as text, for a URL. */
export function questionKey(question: WhatIfQuestion): string {
  const { kind } = question;
  if (kind === "flow_off") return [kind, question.flowId].map(encodeURIComponent).join("/");
  if (kind !== "variant") return kind;
  const { of, flowId, stepId, variant } = question;
  return [kind, of, flowId, stepId, variant].map(encodeURIComponent).join("/");
}
