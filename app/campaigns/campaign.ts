import { z } from "zod";
import { CouponRequest, PickRequest, SendStep, StepCopy } from "~/flows/send-step";

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

/** What is tried beside the campaign as it is: one thing, and all else stays. */
const SecondVariant = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("subject"), subject: StepCopy.shape.subject }),
  /** Another mail: one of the shop's own, or a layout. */
  z.object({ kind: z.literal("content"), templateId: SendStep.shape.templateId.unwrap() }),
  /** Another time of the day, on the shop's clock. */
  z.object({ kind: z.literal("time"), time: LocalTime }),
]);
export type SecondVariant = z.infer<typeof SecondVariant>;

const TwoVariants = z.object({
  second: SecondVariant,
  /**
   * `commit`: a part is tried in halves, the rest gets the better one. `gradual`: it leaves in parts of that size,
   * each shared out by how sure it is by then that the second is the better one.
   */
  rule: z.enum(["commit", "gradual"]),
  /** Share of the audience in the first part, and in each of several. */
  testShare: z.number().min(0.05).max(0.5),
  /** How long after the mails of a part have left the next is shared out. */
  testHours: z.number().int().min(1).max(48),
  /** Share that gets the other one all the same, so that the choice stays checked. */
  minimumShare: z.number().min(0).max(0.5),
});
export type CampaignTest = z.infer<typeof TwoVariants>;

const SubjectTest = z.object({ subject: z.string() }).loose();
/** Of a time when nothing but subjects could be tried. */
const CampaignTest = z.preprocess((told) => {
  const before = SubjectTest.safeParse(told).data;
  if (!before) return told;
  const { subject, ...rest } = before;
  return { rule: "commit", ...rest, second: { kind: "subject", subject } };
}, TwoVariants);

/** All that a merchant says of a campaign. What it says of it may be half done: `checkPlan` tells. */
export const CampaignPlan = z.object({
  /** The mail that was made for it in the editor; null: it says `copy` and `picks`, in a plain layout. */
  templateId: SendStep.shape.templateId.unwrap().nullable().default(null),
  copy: StepCopy,
  picks: PickRequest.nullable(),
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

/** What a new campaign begins with. */
export const FIRST_PLAN: CampaignPlan = {
  templateId: null,
  copy: { subject: "", preheader: "", heading: "", intro: "", button: "Visit the shop" },
  picks: { list: "new_for_you", count: 4, required: false },
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
export function checkPlan({
  timing,
  test,
  copy,
  templateId,
}: CampaignPlan): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (test === null) return problems;
  const { second } = test;
  const add = (message: string) => problems.push({ field: "test", message });
  if (!hasOneTime(timing)) {
    add("A test needs one time for all: send now, or at a time of your shop");
  } else if (second.kind === "time" && timing.kind === "now") {
    add("To try two times the campaign needs a day and a time of your shop");
  }
  const isItsOwn = templateId === null;
  if (second.kind === "subject" && isItsOwn && second.subject.trim() === copy.subject.trim()) {
    add("The two subjects are the same");
  }
  if (second.kind === "content" && second.templateId === templateId) {
    add("The two mails are the same");
  }
  if (second.kind === "time" && timing.kind !== "now" && second.time === timing.time) {
    add("The two times are the same");
  }
  return problems;
}

export interface PlanProblem {
  readonly field: "test";
  readonly message: string;
}
