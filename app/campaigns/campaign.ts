import { z } from "zod";
import { PickRequest, StepCopy } from "~/flows/send-step";

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

/** A second subject that is tried beside the first. */
export const SubjectTest = z.object({
  subject: StepCopy.shape.subject,
  /** Share of the audience that the test uses, half for each subject. */
  testShare: z.number().min(0.05).max(0.5),
  /** How long after its start the better one is chosen. */
  testHours: z.number().int().min(1).max(48),
  /** Share of the rest that gets the other subject all the same, so that the choice stays checked. */
  minimumShare: z.number().min(0).max(0.5),
});
export type SubjectTest = z.infer<typeof SubjectTest>;

/** All that a merchant says of a campaign. What it says of it may be half done: `checkPlan` tells. */
export const CampaignPlan = z.object({
  copy: StepCopy,
  picks: PickRequest.nullable(),
  audience: CampaignAudience,
  timing: CampaignTiming,
  /** null: there is one subject. */
  test: SubjectTest.nullable(),
  /** At most so many mails an hour; null: as fast as they can go. */
  mailsPerHour: z.number().int().min(10).max(1_000_000).nullable(),
  /** Whether who has ordered since it was started is left out. */
  skipsBuyers: z.boolean(),
});
export type CampaignPlan = z.infer<typeof CampaignPlan>;

/** What a new campaign begins with. */
export const FIRST_PLAN: CampaignPlan = {
  copy: { subject: "", preheader: "", heading: "", intro: "", button: "Visit the shop" },
  picks: { list: "new_for_you", count: 4, required: false },
  audience: { kind: "everyone" },
  timing: { kind: "now" },
  test: null,
  mailsPerHour: null,
  skipsBuyers: false,
};

export const CampaignName = z.string().trim().min(1, "Must not be empty").max(80);

/** What stands in the way of a plan itself, whatever the shop and its customers: by field. */
export function checkPlan({ timing, test, copy }: CampaignPlan): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const isSpread = timing.kind === "recipient_time" || timing.kind === "best_hour";
  if (test !== null && isSpread) {
    problems.push({
      field: "test",
      message: "A test needs one time for all: send now, or at a time of your shop",
    });
  }
  if (test !== null && test.subject.trim() === copy.subject.trim()) {
    problems.push({ field: "test", message: "The two subjects are the same" });
  }
  return problems;
}

export interface PlanProblem {
  readonly field: "test";
  readonly message: string;
}
