import { z } from "zod";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import { CouponRequest, TemplateRef } from "~/flows/definition/send-step";
import { DEFAULT_SEND_TIME } from "./default-send-time";

/** Customers that an audience includes or excludes. */
export const AudiencePart = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("everyone") }),
  z.object({ kind: z.literal("segment"), segmentId: z.string().min(1) }),
  /** Recipients of another campaign who did not click. */
  z.object({ kind: z.literal("not_clicked"), campaignId: z.string().min(1) }),
]);
export type AudiencePart = z.infer<typeof AudiencePart>;

/** Maximum number of parts that an audience includes, and that it excludes. */
export const MAX_PARTS = 10;

/**
 * The audience of a campaign: customers in at least one included part and in no excluded one. Only
 * those who are subscribed to marketing are emailed.
 */
export const CampaignAudience = z.object({
  include: z.array(AudiencePart).min(1).max(MAX_PARTS),
  exclude: z
    .array(AudiencePart)
    .max(MAX_PARTS)
    .refine((parts) => parts.every(({ kind }) => kind !== "everyone"))
    .default([]),
});
export type CampaignAudience = z.infer<typeof CampaignAudience>;

export const isSamePart = (one: AudiencePart, other: AudiencePart) =>
  JSON.stringify(one) === JSON.stringify(other);

const LocalDate = z.iso.date();
const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** The schedule. Dates and times are local to the shop or to each recipient. */
export const CampaignTiming = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("shop_time"), date: LocalDate, time: LocalTime }),
  z.object({ kind: z.literal("recipient_time"), date: LocalDate, time: LocalTime }),
  /** At each customer's best send time on that day; `time` where it is unknown. */
  z.object({ kind: z.literal("best_hour"), date: LocalDate, time: LocalTime }),
]);
export type CampaignTiming = z.infer<typeof CampaignTiming>;

/** Whether all messages are due at the same instant. */
export function hasSingleSendTime({ kind }: CampaignTiming): boolean {
  return kind === "now" || kind === "shop_time";
}

/** Maximum number of variants, including the campaign itself. */
export const MAX_VARIANTS = 4;
const values = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .min(1)
    .max(MAX_VARIANTS - 1);

/** The alternatives of an A/B test. Variants differ in exactly one respect. */
const TestAlternatives = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("subject"), values: values(z.string()) }),
  /** Other templates: the shop's own or layouts. */
  z.object({ kind: z.literal("content"), values: values(TemplateRef) }),
  /** Other times of day in the shop's time zone. */
  z.object({ kind: z.literal("time"), values: values(LocalTime) }),
]);
export type TestAlternatives = z.infer<typeof TestAlternatives>;

const CampaignTest = z.object({
  others: TestAlternatives,
  /**
   * `commit`: the first wave is split equally and the rest gets the best variant. `gradual`: the audience is sent in
   * waves of that size, each allocated by the probability that a variant is the best.
   */
  rule: z.enum(["commit", "gradual"]),
  /** Share of the audience in the first wave, or in each wave of a gradual test. */
  testShare: z.number().min(0.05).max(0.5),
  /** Hours between the last message of a wave and the allocation of the next. */
  testHours: z.number().int().min(1).max(48),
  /** Share that still gets the other variants, so that the choice keeps being measured. */
  minimumShare: z.number().min(0).max(0.5),
});
export type CampaignTest = z.infer<typeof CampaignTest>;

/** Number of variants, including the campaign itself. */
export const getVariantCount = (test: CampaignTest | null) =>
  test === null ? 1 : 1 + test.others.values.length;

/** The alternative value of a variant; undefined for variant 0 or another kind of test. */
export function getAlternative(
  test: CampaignTest | null,
  kind: TestAlternatives["kind"],
  variant: number,
): string | undefined {
  return test?.others.kind === kind ? test.others.values[variant - 1] : undefined;
}

/** A merchant's settings for a campaign. A draft may be incomplete: see `checkPlan`. */
export const CampaignPlan = z.object({
  /** The campaign's own template, created with the campaign. */
  templateId: TemplateRef,
  /** A unique discount code per recipient, shown in the coupon block. */
  coupon: CouponRequest.nullable().default(null),
  audience: CampaignAudience,
  timing: CampaignTiming,
  /** null: no A/B test. */
  test: CampaignTest.nullable(),
  /** Maximum emails per hour; null: no limit. */
  emailsPerHour: z.number().int().min(10).max(1_000_000).nullable(),
  /** Maximum emails within 24 hours; null: no limit. */
  emailsPerDay: z.number().int().min(10).max(1_000_000).nullable().default(null),
  /** Whether to skip customers who ordered after the start. */
  skipsBuyers: z.boolean(),
  /** Whether to exclude customers unlikely to be influenced: planning/unlikely-members.ts. */
  skipsUnlikely: z.boolean().default(false),
});
export type CampaignPlan = z.infer<typeof CampaignPlan>;

/** The plan of a new campaign. */
export const DEFAULT_PLAN: CampaignPlan = {
  templateId: DEFAULT_TEMPLATE_ID,
  coupon: null,
  audience: { include: [{ kind: "everyone" }], exclude: [] },
  timing: { kind: "now" },
  test: null,
  emailsPerHour: null,
  emailsPerDay: null,
  skipsBuyers: false,
  skipsUnlikely: false,
};

/**
 * A new campaign to a segment or, without one, to all customers.
 *
 * @param date YYYY-MM-DD in the shop's time zone; without a valid one, it is sent when it is confirmed
 * @param time HH:MM on that day
 */
export function newCampaignDraft(
  name: string,
  segmentId: unknown,
  date: unknown = null,
  time: string = DEFAULT_SEND_TIME,
): { name: string; plan: CampaignPlan } {
  const part = AudiencePart.safeParse({ kind: "segment", segmentId });
  const day = LocalDate.safeParse(date);
  return {
    name,
    plan: {
      ...DEFAULT_PLAN,
      ...(part.success && { audience: { include: [part.data], exclude: [] } }),
      ...(day.success && {
        timing: { kind: "shop_time", date: day.data, time } as const,
      }),
    },
  };
}

export const CampaignName = z.string().trim().min(1).max(80);

/** Problems of the plan itself, independent of the shop and its customers. */
export function checkPlan({ timing, test, templateId }: CampaignPlan): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (test === null) return problems;
  const { kind, values: others } = test.others;
  if (!hasSingleSendTime(timing)) {
    problems.push("test_needs_one_time");
  } else if (kind === "time" && timing.kind === "now") {
    problems.push("test_needs_day");
  }
  const own = {
    // The template contains the subject.
    subject: null,
    content: templateId,
    time: timing.kind === "now" ? null : timing.time,
  }[kind];
  const all = [...(own === null ? [] : [own]), ...others].map((it) => it.trim());
  if (new Set(all).size < all.length) problems.push(`same_${kind}`);
  return problems;
}

export type PlanProblem =
  | "test_needs_one_time"
  | "test_needs_day"
  | `same_${TestAlternatives["kind"]}`;
