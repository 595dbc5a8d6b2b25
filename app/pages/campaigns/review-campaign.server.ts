import { listAudience } from "~/campaigns/audience/audience-store.server";
import { getReachability } from "~/campaigns/audience-counts";
import { checkPlan, type CampaignPlan } from "~/campaigns/campaign";
import { getEarliestSendAt } from "~/campaigns/planning/send-time";
import { getUndoUntil } from "~/campaigns/undo-window";
import type { Db } from "~/db.server";
import { customerIdOf } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { loadRecipients } from "~/messages/composing/recipient-facts.server";
import { describeChanges } from "~/messages/editing/describe-changes";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import type { EmailDocument } from "~/messages/document/email-document";
import { checkSubject } from "~/messages/document/check-subject";
import type { Keyring } from "~/privacy/keyring.server";
import { findWarmUp } from "~/delivery/sender/sending-capacity.server";
import type { WarmUp } from "~/delivery/auto-pause/warm-up";
import { identityOf } from "~/delivery/pace/breaker";
import { findPlanAllowance } from "~/delivery/plan/plan-allowance.server";
import { loadSendingSetup, type SendingSetup } from "~/delivery/decision/sending-setup.server";
import { countWaterfall, type Influence } from "./count-waterfall.server";
import { estimateLastSendAt } from "./estimate-last-send";
import type { CampaignProblem, CampaignWarning } from "./campaign-problem";
import { fillOtherSubjects, checkCampaignEmails } from "./check-campaign-emails.server";
import type { Waterfall } from "./waterfall";
import { parseMerge } from "~/messages/merge/merge-grammar";
import { linkPaths } from "~/messages/merge/merge-paths";

/** The review of a campaign before it starts. */
export interface CampaignReview {
  readonly waterfall: Waterfall;
  readonly influence: Influence;
  /** Estimated time of the last email; null when all leave soon after the start. */
  readonly lastAt: string | null;
  /** The send to confirm; null when the campaign cannot start. */
  readonly send: CampaignSend | null;
  /** Problems that block the start. */
  readonly problems: readonly CampaignProblem[];
  /** Warnings that do not block the start. */
  readonly warnings: readonly CampaignWarning[];
}

/** The send that the merchant confirms. */
export interface CampaignSend {
  /** Number of recipients. */
  readonly count: number;
  /** Subjects as an example customer sees them; several in a subject test. */
  readonly subjects: readonly string[];
  /** "Kettle & Co <hello@kettle.example>" */
  readonly from: string;
  /** Time of the first email; null: as soon as the undo period ends. */
  readonly firstAt: string | null;
}

interface Deps {
  readonly keyring: Pick<Keyring, "open">;
}

/** Recipients checked for missing names: enough to estimate how common they are. */
const MAX_NAMES_CHECKED = 500;
const MAX_EXAMPLES = 3;
/** Reviews a campaign: its audience, and errors and warnings about it. */
export async function reviewCampaign(
  db: Db,
  shopId: ShopId,
  campaign: { readonly campaignId: string; readonly plan: CampaignPlan },
  deps: Deps,
  now: Date,
): Promise<CampaignReview> {
  const { plan } = campaign;
  const setup = await loadSendingSetup(db, shopId, deps);
  const { waterfall, influence } = await countWaterfall(db, shopId, campaign, setup, now);
  const warmUp = await warmUpOf(db, shopId, setup, now);
  const planRoom = await findPlanAllowance(db, shopId, now);
  const soonest = getUndoUntil(now);
  const startsAt = getEarliestSendAt(plan, setup.shop.timeZone, soonest);
  const last = estimateLastSendAt({ ...plan, emails: waterfall.willBeSent, startsAt, warmUp });
  const counted = { waterfall, influence, lastAt: last > startsAt ? last.toISOString() : null };
  const template = await findEffectiveTemplate(db, shopId, plan.templateId);
  const problems: CampaignProblem[] = [
    ...problemsOfSubjects(plan, template),
    ...checkPlan(plan).map((code) => ({ code })),
    ...(setup.sender.kind === "missing"
      ? [{ code: "sender" as const, reason: setup.sender.missing }]
      : []),
    ...(waterfall.willBeSent === 0 ? [{ code: "no_recipients" as const }] : []),
  ];
  if (setup.sender.kind === "missing") {
    return { ...counted, send: null, problems, warnings: [] };
  }
  const at = { ...deps, now: () => now };
  const checks = await checkCampaignEmails(db, shopId, plan, at);
  const { campaignFrom } = setup.sender;
  const send = async (): Promise<CampaignSend> => ({
    count: waterfall.willBeSent,
    subjects: [...checks.subjects, ...(await fillOtherSubjects(db, shopId, plan, at))],
    from: `${campaignFrom.name} <${campaignFrom.address}>`,
    firstAt: startsAt > soonest ? startsAt.toISOString() : null,
  });
  const allProblems = [...problems, ...checks.problems];
  return {
    ...counted,
    send: allProblems.length > 0 ? null : await send(),
    problems: allProblems,
    warnings: [
      ...(warmUp !== null && warmUp.remainingToday < waterfall.willBeSent
        ? [{ code: "warm_up" as const, count: warmUp.remainingToday }]
        : []),
      ...(planRoom !== null && planRoom.emails < waterfall.willBeSent
        ? [{ code: "plan_limit" as const, count: planRoom.emails }]
        : []),
      ...checks.warnings,
      ...(template !== null && isUnedited(template) ? [{ code: "not_edited" as const }] : []),
      ...(await gapsInNames(db, shopId, { plan, said: template }, deps)),
    ],
  };
}

/** The warm-up state of the sender's domain. */
function warmUpOf(
  db: Db,
  shopId: ShopId,
  { sender }: SendingSetup,
  now: Date,
): Promise<WarmUp | null> {
  if (sender.kind === "missing") return Promise.resolve(null);
  return findWarmUp(db, shopId, identityOf(sender.campaignFrom.address), now);
}

/** Problems of the tested subjects. The email itself was checked when it was published. */
function problemsOfSubjects(
  { test }: CampaignPlan,
  template: EmailDocument | null,
): CampaignProblem[] {
  if (test?.others.kind !== "subject") return [];
  const { values } = test.others;
  const isSame = values.some((subject) => subject.trim() === template?.subject.trim());
  return [
    ...values.flatMap((subject, n) => {
      const problem = checkSubject(subject, template?.footer.because ?? "subscribed");
      if (problem === null) return [];
      return [{ code: "subject" as const, number: n + 2, problem }];
    }),
    ...(isSame ? [{ code: "own_subject" as const }] : []),
  ];
}

function isUnedited(template: EmailDocument): boolean {
  return listReadyTemplates().some(
    ({ templateId, document }) =>
      templateId.startsWith("campaign/") && describeChanges(document, template).length === 0,
  );
}

/** Recipients whose name is missing in a text, with some of their ids as examples. */
async function gapsInNames(
  db: Db,
  shopId: ShopId,
  { plan: { test, audience }, said: template }: { plan: CampaignPlan; said: EmailDocument | null },
  deps: Deps,
): Promise<CampaignWarning[]> {
  const subjects = test?.others.kind === "subject" ? test.others.values : [];
  if (!nameWithoutDefault([template, subjects])) return [];
  const page = { after: "", limit: MAX_NAMES_CHECKED };
  const members = await listAudience(db, shopId, audience, page);
  const profileIds = members
    .filter((member) => getReachability(member) === "reachable")
    .map(({ profileId }) => profileId);
  const recipients = await loadRecipients(db, shopId, profileIds, deps);
  const nameless = [...recipients].filter(([, { firstName }]) => !firstName).map(([id]) => id);
  if (nameless.length === 0) return [];
  const examples = nameless.slice(0, MAX_EXAMPLES).flatMap((id) => customerIdOf(id) ?? []);
  return [{ code: "names_missing", count: nameless.length, checked: recipients.size, examples }];
}

/** A filter that handles a missing name. */
const FILLING = ["default", "prepend", "append"];

/**
 * Whether a text uses the recipient's name without a fallback for people without one.
 *
 * @param said an email, or any data with texts in it, however deep
 */
function nameWithoutDefault(said: unknown): boolean {
  if (typeof said === "string") return hasGap(said);
  return typeof said === "object" && said !== null && Object.values(said).some(nameWithoutDefault);
}

function hasGap(text: string): boolean {
  if (!text.includes("{{")) return false;
  const parsed = parseMerge(text, linkPaths(true));
  return (
    parsed.kind === "parsed" &&
    parsed.parts.some(
      (part) =>
        typeof part !== "string" &&
        part.path.startsWith("recipient.") &&
        !part.filters.some(({ name }) => FILLING.includes(name)),
    )
  );
}
