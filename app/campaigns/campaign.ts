import { z } from "zod";
import { FIRST_MAIL } from "~/flows/first-mail";
import { FORMER_TEXTS, NO_TEMPLATE } from "~/flows/former-texts";
import { CouponRequest, TemplateRef } from "~/flows/send-step";

/** To whom a campaign goes. Only those who agreed to marketing mail are written to, whoever is in it. */
export const CampaignAudience = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("everyone") }),
  z.object({ kind: z.literal("segment"), segmentId: z.string().min(1) }),
  /** Those to whom another campaign was sent, and who did not click in it. */
  z.object({ kind: z.literal("not_clicked"), campaignId: z.string().min(1) }),
]);
export type CampaignAudience = z.infer<typeof CampaignAudience>;

const LocalDate = z.iso.date();
const LocalTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Must be a time such as 09:30");

/** When its mails leave. Dates and times are on a clock: the shop's, or each recipient's. */
export const CampaignTiming = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("shop_time"), date: LocalDate, time: LocalTime }),
  z.object({ kind: z.literal("recipient_time"), date: LocalDate, time: LocalTime }),
  /** At the hour of that day at which each customer is most likely to act; `time` where that is not known. */
  z.object({ kind: z.literal("best_hour"), date: LocalDate, time: LocalTime }),
]);
export type CampaignTiming = z.infer<typeof CampaignTiming>;

/** Whether all its mails are due at once, whoever they are to. */
export function hasOneTime({ kind }: CampaignTiming): boolean {
  return kind === "now" || kind === "shop_time";
}

/** A campaign tries so many versions at most, itself among them. */
export const MOST_VERSIONS = 4;
const values = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .min(1)
    .max(MOST_VERSIONS - 1);

/** What is tried beside the campaign as it is: one thing differs, and all else stays. */
const OtherVersions = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("subject"), values: values(z.string()) }),
  /** Other mails: the shop's own, or layouts. */
  z.object({ kind: z.literal("content"), values: values(TemplateRef) }),
  /** Other times of the day, on the shop's clock. */
  z.object({ kind: z.literal("time"), values: values(LocalTime) }),
]);
export type OtherVersions = z.infer<typeof OtherVersions>;

const SomeVersions = z.object({
  others: OtherVersions,
  /**
   * `commit`: a part is tried in equal shares, the rest gets the best one. `gradual`: it leaves in parts of that size,
   * each shared out by how sure it is by then that a version is the best one.
   */
  rule: z.enum(["commit", "gradual"]),
  /** Share of the audience in the first part, and in each of several. */
  testShare: z.number().min(0.05).max(0.5),
  /** How long after the mails of a part have left the next is shared out. */
  testHours: z.number().int().min(1).max(48),
  /** Share that gets the others all the same, so that the choice stays checked. */
  minimumShare: z.number().min(0).max(0.5),
});
export type CampaignTest = z.infer<typeof SomeVersions>;

const SecondVersion = z
  .object({
    second: z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("subject"), subject: z.string() }),
      z.object({ kind: z.literal("content"), templateId: z.string() }),
      z.object({ kind: z.literal("time"), time: z.string() }),
    ]),
  })
  .loose();
const SubjectTest = z.object({ subject: z.string() }).loose();
/** Of times when there was but one other version, and when that could only be a subject. */
const CampaignTest = z.preprocess((told) => {
  const two = SecondVersion.safeParse(told).data;
  if (two) {
    const { second, ...rest } = two;
    const { kind, ...of } = second;
    return { ...rest, others: { kind, values: Object.values(of) } };
  }
  const before = SubjectTest.safeParse(told).data;
  if (!before) return told;
  const { subject, ...rest } = before;
  return { rule: "commit", ...rest, others: { kind: "subject", values: [subject] } };
}, SomeVersions);

/** How many versions a campaign sends. */
export const versionsOf = (test: CampaignTest | null) =>
  test === null ? 1 : 1 + test.others.values.length;

/** What another version says, sends or waits for instead; undefined: this is the campaign as it is. */
export function otherValue(
  test: CampaignTest | null,
  kind: OtherVersions["kind"],
  variant: number,
): string | undefined {
  return test?.others.kind === kind ? test.others.values[variant - 1] : undefined;
}

/** All that a merchant says of a campaign. What it says of it may be half done: `checkPlan` tells. */
export const CampaignPlan = z.object({
  /** What it says: a mail of its own, which is made when the campaign is begun. */
  templateId: TemplateRef.nullish().transform((it) => it ?? NO_TEMPLATE),
  /** A discount code of one's own for each; it stands in the mail's coupon block. */
  coupon: CouponRequest.nullable().default(null),
  audience: CampaignAudience,
  timing: CampaignTiming,
  /** null: there is nothing to try. */
  test: CampaignTest.nullable(),
  /** At most so many mails an hour; null: as fast as they can go. */
  mailsPerHour: z.number().int().min(10).max(1_000_000).nullable(),
  /** At most so many within 24 hours; null: no such limit. */
  mailsPerDay: z.number().int().min(10).max(1_000_000).nullable().default(null),
  /** Whether who has ordered since it was started is left out. */
  skipsBuyers: z.boolean(),
});
export type CampaignPlan = z.infer<typeof CampaignPlan>;

/** A plan as it is stored: one of before all mails were templates has its texts with it. */
export const StoredPlan = CampaignPlan.extend({
  copy: FORMER_TEXTS.copy,
  picks: FORMER_TEXTS.picks,
});
export type StoredPlan = z.infer<typeof StoredPlan>;

/** What a new campaign begins with; its mail begins as this layout does. */
export const FIRST_PLAN: CampaignPlan = {
  templateId: FIRST_MAIL,
  coupon: null,
  audience: { kind: "everyone" },
  timing: { kind: "now" },
  test: null,
  mailsPerHour: null,
  mailsPerDay: null,
  skipsBuyers: false,
};

/** A new campaign, to a segment or, without one, to everybody. */
export function firstDraft(segmentId: unknown): { name: string; plan: CampaignPlan } {
  const audience = CampaignAudience.safeParse({ kind: "segment", segmentId });
  const plan = audience.success ? { ...FIRST_PLAN, audience: audience.data } : FIRST_PLAN;
  return { name: "New campaign", plan };
}

export const CampaignName = z.string().trim().min(1, "Must not be empty").max(80);

/** What stands in the way of a plan itself, whatever the shop and its customers: by field. */
export function checkPlan({ timing, test, templateId }: CampaignPlan): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (test === null) return problems;
  const { kind, values: others } = test.others;
  const add = (message: string) => problems.push({ field: "test", message });
  if (!hasOneTime(timing)) {
    add("A test needs one time for all: send now, or at a time of your shop");
  } else if (kind === "time" && timing.kind === "now") {
    add("To try times the campaign needs a day and a time of your shop");
  }
  const own = {
    // That stands in the mail.
    subject: null,
    content: templateId,
    time: timing.kind === "now" ? null : timing.time,
  }[kind];
  const all = [...(own === null ? [] : [own]), ...others].map((it) => it.trim());
  if (new Set(all).size < all.length) add(`Two of the ${WHAT[kind]} are the same`);
  return problems;
}

const WHAT = { subject: "subjects", content: "mails", time: "times" } as const;

export interface PlanProblem {
  readonly field: "test";
  readonly message: string;
}
