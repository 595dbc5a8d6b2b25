import { z } from "zod";
import { SegmentRule } from "~/segments/segment";
import { PropertyName, PropertyValue } from "./action-step";

const Share = z.number().min(0.01).max(1);

/** Conditions on a profile, evaluated on entry, at splits and before each email. */
export const ProfileCondition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("is_subscribed") }),
  /** Lifetime number of orders; `max` null: no limit. */
  z.object({
    kind: z.literal("order_count"),
    min: z.number().int().min(0),
    max: z.number().int().min(0).nullable(),
  }),
  /** No order within the last days. True without any order. */
  z.object({ kind: z.literal("no_order_for"), days: z.number().int().min(1).max(730) }),
  /** An order within the last days. False without any order. */
  z.object({ kind: z.literal("ordered_within"), days: z.number().int().min(1).max(1_460) }),
  /** The total of the trigger's order, cart or checkout, in minor units. False for other trigger objects. */
  z.object({ kind: z.literal("total_at_least"), minMinor: z.number().int().min(1) }),
  /** No email within the last hours. */
  z.object({ kind: z.literal("no_email_for"), hours: z.number().int().min(1).max(720) }),
  /** In the top share by purchase intent within 7 days. False without a prediction. */
  z.object({ kind: z.literal("likely_to_order"), topShare: Share }),
  /** In the top share by predicted value within a year. False without a prediction. */
  z.object({ kind: z.literal("valuable"), topShare: Share }),
  /** The latest value that a flow set for a property. */
  z.object({ kind: z.literal("has_property"), name: PropertyName, value: PropertyValue }),
  /** A segment rule. False for profiles that cannot be in segments. */
  z.object({ kind: z.literal("meets_rule"), rule: SegmentRule }),
]);
export type ProfileCondition = z.infer<typeof ProfileCondition>;

/** Conditions that a split can evaluate. */
export const SplitCondition = z.discriminatedUnion("kind", [
  ...ProfileCondition.options,
  /** A human click in an email of this enrollment. */
  z.object({ kind: z.literal("has_clicked") }),
  /** The trigger product is not available. False for other trigger objects. */
  z.object({ kind: z.literal("sold_out") }),
  /** The trigger product is in the shop's highest price tercile. False for other trigger objects. */
  z.object({ kind: z.literal("is_high_priced") }),
]);
export type SplitCondition = z.infer<typeof SplitCondition>;
