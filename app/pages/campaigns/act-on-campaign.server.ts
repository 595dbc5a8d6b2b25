import { z } from "zod";
import { CampaignName, CampaignPlan } from "~/campaigns/campaign";
import { CampaignCommand } from "~/campaigns/campaign-status";
import { deleteDraft, findCampaign, saveCampaign } from "~/campaigns/campaign-store.server";
import {
  changeCampaign,
  startCampaign,
  undoStart,
} from "~/campaigns/planning/change-campaign.server";
import { copyPlan } from "~/campaigns/copy-campaign";
import { getUndoUntil } from "~/campaigns/undo-window";
import type { Config } from "~/config";
import type { CommonDeps } from "~/deps";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { nameCampaignEmail } from "~/messages/templates/campaign-email.server";
import { mayUse } from "~/shopify/billing/plan";
import { getPlan } from "~/shopify/billing/shop-plan-store.server";
import type { Mailer } from "~/delivery/mailer";
import type { compileTemplate } from "~/messages/compiling/compile-template.server";
import { EmailDocument } from "~/messages/document/email-document";
import { describeChanges } from "~/messages/editing/describe-changes";
import { actOnEmail } from "../emails/act-on-email.server";
import { loadEmailPage } from "../emails/email-page.server";
import type { CampaignTexts } from "./own-email.server";
import type { CampaignProblem } from "./campaign-problem";
import { beginCampaign, undoBegin } from "./begin-campaign.server";
import { ConfirmedSend, matchesConfirmation } from "./confirmed-send";
import { ReplacedEmail, replaceCampaignEmail, undoReplacement } from "./replace-email.server";
import { reviewCampaign } from "./review-campaign.server";

/** The actions on a campaign's page. */
export const CampaignAct = z.discriminatedUnion("act", [
  z.object({
    act: z.literal("save"),
    version: z.number().int(),
    name: CampaignName,
    plan: CampaignPlan,
    /** The email's subject and preview text; null: unchanged. */
    texts: z.object({ subject: z.string(), preheader: z.string() }).nullable().default(null),
  }),
  z.object({
    act: z.literal("start"),
    version: z.number().int(),
    confirmed: ConfirmedSend,
  }),
  /** Undoes a start while nothing has left. */
  z.object({ act: z.literal("undo") }),
  z.object({ act: z.literal("command"), command: CampaignCommand }),
  /** Replaces the campaign's email by this template. */
  z.object({ act: z.literal("design"), version: z.number().int(), layout: z.string().max(81) }),
  z.object({
    act: z.literal("undo_design"),
    version: z.number().int(),
    replaced: ReplacedEmail,
  }),
  /** The name of a long campaign's copy is cut. */
  z.object({
    act: z.literal("copy"),
    to: z.enum(["same", "not_clicked"]),
    name: z.string().trim().min(1).max(200),
  }),
  z.object({ act: z.literal("delete") }),
  /** Undoes the creation from a template while nothing was changed. */
  z.object({ act: z.literal("undo_begin") }),
]);
export type CampaignAct = z.infer<typeof CampaignAct>;

export type CampaignFailure =
  | {
      readonly code:
        | "invalid"
        | "changed"
        | "deleted"
        | "not_in_plan"
        | "too_late"
        | "layout_deleted"
        | "email_not_published";
    }
  | { readonly code: "review"; readonly problem: CampaignProblem };

export interface ActOutcome {
  readonly error: CampaignFailure | null;
  /** What was done, for a message. */
  readonly done:
    | "saved"
    | "started"
    | "undone"
    | "designed"
    | "design_undone"
    | CampaignCommand
    | null;
  /** The send changed since the merchant confirmed it: ask again. */
  readonly mustConfirmAgain: boolean;
  /** Path to navigate to. */
  readonly goTo: string | null;
  /** What a template replaced; null: nothing that could be restored. */
  readonly replaced: ReplacedEmail | null;
}

interface Deps extends CommonDeps<"db" | "queue" | "keyring" | "now"> {
  readonly compile: typeof compileTemplate;
  readonly mailer: Mailer;
  readonly config: Pick<Config, "publicUrl" | "kindredSender">;
}

const DONE: ActOutcome = {
  ...{ error: null, done: null, mustConfirmAgain: false },
  ...{ goTo: null, replaced: null },
};
const failed = (code: Exclude<CampaignFailure["code"], "review">): ActOutcome => ({
  ...DONE,
  error: { code },
});

/** Performs the action, or returns why it cannot. */
export async function actOnCampaign(
  shopId: ShopId,
  campaignId: string,
  request: CampaignAct,
  deps: Deps,
): Promise<ActOutcome> {
  const { db, now } = deps;
  switch (request.act) {
    case "save": {
      if (request.plan.test !== null && !(await mayTest(db, shopId, campaignId))) {
        return failed("not_in_plan");
      }
      const version = await db.$transaction(async (tx) => {
        const saved = await saveCampaign(tx, shopId, { ...request, campaignId }, now());
        if (saved !== null) await nameCampaignEmail(tx, shopId, { ...request, campaignId });
        return saved;
      });
      if (version === null) return failed("changed");
      const { texts, plan } = request;
      const isWritten = !texts || (await writeTexts(shopId, plan, texts, deps));
      return isWritten ? { ...DONE, done: "saved" } : failed("email_not_published");
    }
    case "start":
      return start(shopId, campaignId, request, deps);
    case "undo": {
      const outcome = await undoStart(shopId, campaignId, "merchant", deps);
      return outcome.kind === "changed" ? { ...DONE, done: "undone" } : failed("too_late");
    }
    case "command": {
      const { command } = request;
      const outcome = await changeCampaign(shopId, { campaignId, command }, "merchant", deps);
      return outcome.kind === "changed" ? { ...DONE, done: command } : failed("changed");
    }
    case "design":
      return design(shopId, campaignId, request, deps);
    case "undo_design":
      return undoDesign(shopId, campaignId, request, deps);
    case "copy": {
      const campaign = await findCampaign(db, shopId, campaignId);
      if (!campaign) return failed("deleted");
      const copyId = await beginCampaign(
        shopId,
        { name: request.name, plan: copyPlan(campaign, request.to) },
        deps,
      );
      return { ...DONE, goTo: `/app/campaigns/${copyId}` };
    }
    case "delete":
      return (await deleteDraft(db, shopId, campaignId))
        ? { ...DONE, goTo: "/app/campaigns" }
        : failed("changed");
    case "undo_begin":
      return (await undoBegin(shopId, campaignId, deps))
        ? { ...DONE, goTo: "/app/campaigns/templates" }
        : failed("changed");
  }
}

/**
 * Sets the subject and the preview text of the campaign's email, and publishes them unless the email
 * has other changes that the merchant has not published.
 *
 * @returns false if the email could not be saved or published
 */
async function writeTexts(
  shopId: ShopId,
  { templateId }: CampaignPlan,
  texts: CampaignTexts,
  deps: Deps,
): Promise<boolean> {
  const email = await loadEmailPage(deps.db, shopId, templateId);
  if (!email) return false;
  const document = EmailDocument.safeParse({ ...email.document, ...texts });
  if (!document.success) return false;
  const hasOtherChanges = describeChanges(email.effective, email.document).length > 0;
  const draft = { act: "save", document: document.data, revision: email.draftRevision } as const;
  const saved = await actOnEmail(shopId, templateId, draft, deps);
  if (saved.kind !== "saved" || hasOtherChanges) return saved.kind === "saved";
  const published = await actOnEmail(
    shopId,
    templateId,
    { act: "publish", revision: saved.revision },
    deps,
  );
  return published.kind === "published";
}

/** Whether the shop's plan includes tests. A test set up under an earlier plan stays. */
async function mayTest(db: PrismaClient, shopId: ShopId, campaignId: string): Promise<boolean> {
  if (mayUse(await getPlan(db, shopId), "campaign_tests")) return true;
  return ((await findCampaign(db, shopId, campaignId))?.plan.test ?? null) !== null;
}

/** The campaign at the version that the merchant saw; null if it was deleted. */
async function findSeen(db: PrismaClient, shopId: ShopId, campaignId: string, version: number) {
  const campaign = await findCampaign(db, shopId, campaignId);
  return campaign && { campaignId, version, name: campaign.name, plan: campaign.plan };
}

async function design(
  shopId: ShopId,
  campaignId: string,
  { version, layout }: Extract<CampaignAct, { act: "design" }>,
  deps: Deps,
): Promise<ActOutcome> {
  const seen = await findSeen(deps.db, shopId, campaignId, version);
  if (!seen) return failed("deleted");
  const outcome = await replaceCampaignEmail(shopId, seen, layout, deps);
  return outcome.kind === "replaced"
    ? { ...DONE, done: "designed", replaced: outcome.replaced }
    : failed(outcome.kind);
}

async function undoDesign(
  shopId: ShopId,
  campaignId: string,
  { version, replaced }: Extract<CampaignAct, { act: "undo_design" }>,
  deps: Deps,
): Promise<ActOutcome> {
  const seen = await findSeen(deps.db, shopId, campaignId, version);
  if (!seen) return failed("deleted");
  const isUndone = await undoReplacement(shopId, seen, replaced, deps);
  return isUndone ? { ...DONE, done: "design_undone" } : failed("changed");
}

async function start(
  shopId: ShopId,
  campaignId: string,
  { version, confirmed }: Extract<CampaignAct, { act: "start" }>,
  deps: Deps,
): Promise<ActOutcome> {
  const { db, now } = deps;
  const campaign = await findCampaign(db, shopId, campaignId);
  if (!campaign) return failed("deleted");
  const { plan } = campaign;
  const review = await reviewCampaign(db, shopId, { campaignId, plan }, deps, now());
  const [problem] = review.problems;
  if (problem !== undefined) return { ...DONE, error: { code: "review", problem } };
  if (review.send === null || !matchesConfirmation(review.send, confirmed)) {
    return { ...DONE, mustConfirmAgain: true };
  }
  const { willBeSent, capped, otherwise, unlikely } = review.waterfall;
  const outcome = await startCampaign(
    shopId,
    {
      ...{ campaignId, version, foreseenEmails: willBeSent + capped + otherwise + unlikely },
      undoUntil: getUndoUntil(now()),
    },
    "merchant",
    deps,
  );
  // A double click is not an error.
  const isStarted = outcome.kind === "changed" || outcome.reason === "started";
  return isStarted ? { ...DONE, done: "started" } : failed("changed");
}
