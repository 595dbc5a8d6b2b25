import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { Tx } from "~/db.server";
import {
  AS_SET,
  scopeKey,
  withoutSubject,
  withSubject,
  type ArmShare,
  type Scope,
} from "~/experiments/choices/choice";
import {
  changeChoice,
  listChanges,
  listChoices,
  releaseChoice,
  revertChange,
  saveChoice,
} from "~/experiments/choices/choice-store.server";
import { awaitsApproval } from "~/experiments/choices/change";
import { approvedFrequency } from "~/experiments/frequency/frequency-arms";
import { listLiveFlows } from "~/flows/live-flows.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { checkSubject } from "~/messages/document/check-subject";
import { findSaidMail } from "~/messages/document/said-mail.server";
import type { AuditAction } from "~/privacy/audit-actions";
import { recordAudit } from "~/privacy/audit-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly now: () => Date;
}

const MailRef = { flowId: z.string(), stepId: z.string() };

/** What the merchant may ask for on the page of changes. */
export const ChangesRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("take_back"), changeId: z.string() }),
  z.object({ kind: z.literal("approve"), changeId: z.string() }),
  z.object({ kind: z.literal("release"), scopeKey: z.string() }),
  z.object({ kind: z.literal("add_subject"), ...MailRef, text: z.string() }),
  z.object({ kind: z.literal("remove_subject"), ...MailRef, arm: z.string() }),
]);
export type ChangesRequest = z.infer<typeof ChangesRequest>;

export interface ChangesAnswer {
  /** When it was done, in milliseconds; null when it was not. */
  readonly done: number | null;
  /** Why nothing was done, in the merchant's words. */
  readonly error: string | null;
}

/** Does what the merchant asks for, and writes down that it was asked. */
export async function answerChangesRequest(
  shopId: ShopId,
  body: unknown,
  { db, now }: Deps,
): Promise<ChangesAnswer> {
  const request = ChangesRequest.safeParse(body);
  if (!request.success) return { done: null, error: "That could not be read." };
  const at = now();
  const error = await db.$transaction(async (tx) => {
    const problem = await act(tx, shopId, request.data, at);
    if (problem === null) {
      await recordAudit(tx, shopId, {
        auditId: uuidv7(),
        at,
        actor: "merchant",
        action: ACTIONS[request.data.kind],
        detail: aboutOf(request.data),
      });
    }
    return problem;
  });
  return error === null ? { done: at.getTime(), error } : { done: null, error };
}

const ACTIONS: Readonly<Record<ChangesRequest["kind"], AuditAction>> = {
  take_back: "change_taken_back",
  approve: "change_approved",
  release: "choice_released",
  add_subject: "subject_added",
  remove_subject: "subject_removed",
};

function aboutOf(request: ChangesRequest) {
  if ("changeId" in request) return { changeId: request.changeId };
  if ("scopeKey" in request) return { scopeKey: request.scopeKey };
  return { flowId: request.flowId, stepId: request.stepId };
}

async function act(tx: Tx, shopId: ShopId, request: ChangesRequest, now: Date) {
  switch (request.kind) {
    case "take_back": {
      const isDone = await revertChange(tx, shopId, request.changeId, now);
      return isDone ? null : "This was changed again or taken back meanwhile.";
    }
    case "approve":
      return approve(tx, shopId, request.changeId, now);
    case "release": {
      const isDone = await releaseChoice(tx, shopId, request.scopeKey);
      return isDone ? null : "Kindred may choose here already.";
    }
    case "add_subject":
      return addSubject(tx, shopId, request, now);
    case "remove_subject":
      return editSubjects(tx, shopId, request, now, (arms) => withoutSubject(arms, request.arm));
  }
}

/**
 * Lets a change reach all customers but the control: fewer emails at once, what was clicked in most from
 * the next daily look on.
 */
async function approve(
  tx: Tx,
  shopId: ShopId,
  changeId: string,
  now: Date,
): Promise<string | null> {
  const changes = await listChanges(tx, shopId, { since: new Date(0), limit: 1_000 });
  const change = changes.find((it) => it.changeId === changeId);
  const last = changes.find((it) => it.scopeKey === change?.scopeKey && it.revertedAt === null);
  const choice = (await listChoices(tx, shopId)).find((it) => scopeKey(it) === change?.scopeKey);
  if (!choice || last?.changeId !== changeId || !awaitsApproval(last)) {
    return "This was changed again or taken back meanwhile.";
  }
  const isFrequency = choice.kind === "frequency";
  const after = isFrequency ? approvedFrequency(choice.arms, last.evidence) : choice.arms;
  await changeChoice(tx, shopId, { choice, after, evidence: { kind: "approved" } }, now);
  return null;
}

async function addSubject(
  tx: Tx,
  shopId: ShopId,
  request: Extract<ChangesRequest, { kind: "add_subject" }>,
  now: Date,
): Promise<string | null> {
  const flows = await listLiveFlows(tx, shopId);
  const flow = flows.find(({ flowId }) => flowId === request.flowId);
  const step = flow?.definition.steps.find(({ stepId }) => stepId === request.stepId);
  if (!flow || step?.kind !== "send") return "The flow of this mail is off.";
  const said = await findSaidMail(tx, shopId, step.templateId);
  const problem = checkSubject(request.text, said?.footer.because ?? "subscribed");
  if (problem !== null) return problem;
  const text = request.text.trim();
  return editSubjects(tx, shopId, request, now, (arms) => {
    const isThere = text === said?.subject || arms.some((arm) => arm.text === text);
    return isThere ? "This subject is there already." : (withSubject(arms, text) ?? FULL);
  });
}

const FULL = "A mail has four subjects at most: take one out first.";

async function editSubjects(
  tx: Tx,
  shopId: ShopId,
  { flowId, stepId }: { readonly flowId: string; readonly stepId: string },
  now: Date,
  edit: (arms: readonly ArmShare[]) => readonly ArmShare[] | string,
): Promise<string | null> {
  const scope: Scope = { kind: "subject", flowId, stepId };
  const known = (await listChoices(tx, shopId)).find((it) => scopeKey(it) === scopeKey(scope));
  const arms = edit(known?.arms ?? AS_SET);
  if (typeof arms === "string") return arms;
  await saveChoice(tx, shopId, { ...scope, arms, isHeld: known?.isHeld ?? false }, now);
  return null;
}
