/** Why a condition or a rule cannot be evaluated. */
export type RuleFault =
  | {
      readonly code:
        | "no_predictions"
        | "unknown_product"
        | "unknown_variant"
        | "unknown_collection"
        | "segment_deleted"
        | "segment_self"
        | "empty_choice"
        | "empty_group"
        | "empty_text"
        | "empty_property"
        | "unsupported_text"
        | "window_order"
        | "date_range"
        | "unreadable";
    }
  | {
      readonly code: "unknown_group" | "unknown_type" | "unknown_vendor" | "segment_circular";
      readonly name: string;
    }
  | { readonly code: "browsing_days"; readonly days: number }
  | { readonly code: "too_low"; readonly min: number }
  | {
      readonly code: "too_many" | "too_long" | "too_high" | "too_deep" | "too_many_conditions";
      readonly max: number;
    };

/** A fault and the path of its condition. */
export type RuleProblem = RuleFault & { readonly path: readonly number[] };

/** Names the fault that a schema's own check finds. */
export const invalidAs = (code: RuleFault["code"], values: { readonly max?: number } = {}) => ({
  params: { code, ...values },
});
