import type { SegmentRule } from "./segment";

/** Subscribed customers who used to order often, and order less: the group "slipping" of the predictions. */
export const LAPSING_RULE: SegmentRule = {
  kind: "all",
  of: [
    { kind: "consent", states: ["subscribed"] },
    { kind: "group", keys: ["slipping"] },
  ],
};
