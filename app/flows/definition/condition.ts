import { z } from "zod";
import { SegmentRule } from "~/segments/segment";
import { PropertyName, PropertyValue } from "./action-step";

const Share = z.number().min(0.01).max(1);

/** What may be asked about a profile at any time: when a run begins, at a split, before each mail. */
export const ProfileCondition = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("is_subscribed") }),
  /** Orders that the profile ever placed; `max` null: no limit. */
  z.object({
    kind: z.literal("order_count"),
    min: z.number().int().min(0),
    max: z.number().int().min(0).nullable(),
  }),
  /** No order in so many days before now. Of who never ordered it is true. */
  z.object({ kind: z.literal("no_order_for"), days: z.number().int().min(1).max(730) }),
  /** The last order is no older than so many days. Of who never ordered it is false. */
  z.object({ kind: z.literal("ordered_within"), days: z.number().int().min(1).max(1_460) }),
  /** No mail in so many hours before now. */
  z.object({ kind: z.literal("no_mail_for"), hours: z.number().int().min(1).max(720) }),
  /** Among this share of those most likely to order within 7 days. False of who is not scored. */
  z.object({ kind: z.literal("likely_to_order"), topShare: Share }),
  /** Among this share of those who will bring most within a year. False of who is not scored. */
  z.object({ kind: z.literal("valuable"), topShare: Share }),
  /** What a flow has noted of the profile last under a name. */
  z.object({ kind: z.literal("has_property"), name: PropertyName, value: PropertyValue }),
  /** Anything that a segment may ask, by the segments' own grammar. False of who can be in no segment. */
  z.object({ kind: z.literal("meets_rule"), rule: SegmentRule }),
]);
export type ProfileCondition = z.infer<typeof ProfileCondition>;

/** What a split asks when the run arrives there. */
export const Condition = z.discriminatedUnion("kind", [
  ...ProfileCondition.options,
  /** A human click on a mail that this run has sent so far. */
  z.object({ kind: z.literal("has_clicked") }),
  /** What the run is about cannot be bought. False of what is no product. */
  z.object({ kind: z.literal("sold_out") }),
  /** What the run is about is among the dearest third of the shop. False of what is no product. */
  z.object({ kind: z.literal("is_dear") }),
]);
export type Condition = z.infer<typeof Condition>;
