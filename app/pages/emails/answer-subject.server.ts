import { z } from "zod";
import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import {
  MERCHANT_SETTING,
  scopeKey,
  withoutSubject,
  withSubject,
  type Experiment,
} from "~/experiments/optimization/experiment";
import {
  listExperiments,
  saveExperiment,
} from "~/experiments/optimization/experiment-store.server";
import { listLiveFlows } from "~/flows/progress/live-flows.server";
import type { ShopId } from "~/lib/shop-id";
import { checkSubject, type SubjectProblem } from "~/messages/document/check-subject";
import { findGermanAddress } from "~/messages/brand/page-branding.server";
import { findReadySubject } from "~/messages/ready/ready-subjects.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { findTemplate } from "~/messages/templates/template-store.server";
import { recordAudit } from "~/privacy/audit-store.server";

type Deps = CommonDeps<"db" | "now">;

const EmailRef = { flowId: z.string(), stepId: z.string() };

/** Requests about the subjects that an email tests. */
export const SubjectRequest = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("add"), ...EmailRef, text: z.string() }),
  /** One of the prebuilt email's other subjects. */
  z.object({ kind: z.literal("add_ready"), ...EmailRef, variant: z.string() }),
  z.object({ kind: z.literal("remove"), ...EmailRef, variant: z.string() }),
]);
export type SubjectRequest = z.infer<typeof SubjectRequest>;

export interface SubjectAnswer {
  /** Time of the change in milliseconds; null if there was none. */
  readonly done: number | null;
  readonly error: SubjectError | null;
}

/** Why a request was not performed. */
export type SubjectError =
  | { readonly kind: "unreadable" | "not_found" | "flow_off" | "duplicate" | "full" }
  | { readonly kind: "invalid"; readonly problem: SubjectProblem };

/**
 * Adds or removes a tested subject of an email, and records it in the audit trail.
 *
 * @param templateId the email that the step sends
 */
export async function answerSubjectRequest(
  shopId: ShopId,
  templateId: string,
  body: unknown,
  { db, now }: Deps,
): Promise<SubjectAnswer> {
  const request = SubjectRequest.safeParse(body);
  if (!request.success) return { done: null, error: { kind: "unreadable" } };
  const { flowId, stepId } = request.data;
  const at = now();
  const outcome = await db.$transaction(async (tx) => {
    const isKnown = (await findTemplate(tx, shopId, templateId)) ?? findReadyTemplate(templateId);
    if (!isKnown) return "not_found";
    const edited =
      request.data.kind === "remove"
        ? await removeSubject(tx, shopId, request.data, at)
        : await addSubject(tx, shopId, { ...request.data, templateId }, at);
    if (edited === "done") {
      const action = request.data.kind === "remove" ? "subject_removed" : "subject_added";
      await recordAudit(tx, shopId, { at, actor: "merchant", action, detail: { flowId, stepId } });
    }
    return edited;
  });
  if (outcome === "done" || outcome === "unchanged") return { done: at.getTime(), error: null };
  return { done: null, error: typeof outcome === "string" ? { kind: outcome } : outcome };
}

type Edited =
  | "done"
  | "unchanged"
  | Exclude<SubjectError["kind"], "invalid" | "unreadable">
  | Extract<SubjectError, { kind: "invalid" }>;

async function addSubject(
  tx: Tx,
  shopId: ShopId,
  {
    templateId,
    ...request
  }: Extract<SubjectRequest, { kind: "add" | "add_ready" }> & { readonly templateId: string },
  now: Date,
): Promise<Edited> {
  const flows = await listLiveFlows(tx, shopId);
  const flow = flows.find(({ flowId }) => flowId === request.flowId);
  const step = flow?.definition.steps.find(({ stepId }) => stepId === request.stepId);
  if (step?.kind !== "send" || step.templateId !== templateId) return "flow_off";
  const template = await findEffectiveTemplate(tx, shopId, templateId);
  const ready =
    request.kind === "add_ready"
      ? findReadySubject(templateId, request.variant, await findGermanAddress(tx, shopId))
      : null;
  const readyText = ready?.get(template?.language ?? "en") ?? ready?.get("en");
  if (request.kind === "add_ready" && readyText === undefined) return "not_found";
  const text = (request.kind === "add" ? request.text : (readyText?.subject ?? "")).trim();
  const problem = checkSubject(text, template?.footer.because ?? "subscribed");
  if (problem !== null) return { kind: "invalid", problem };
  const experiment = await findSubjectTest(tx, shopId, request);
  const isThere = experiment.variants.some((variant) => variant.text === text);
  if (isThere || text === template?.subject) return "duplicate";
  const key = request.kind === "add_ready" ? request.variant : undefined;
  const variants = withSubject(experiment.variants, text, key);
  if (variants === null) return "full";
  await saveExperiment(tx, shopId, { ...experiment, variants }, now);
  return "done";
}

async function removeSubject(
  tx: Tx,
  shopId: ShopId,
  request: Extract<SubjectRequest, { kind: "remove" }>,
  now: Date,
): Promise<Edited> {
  const experiment = await findSubjectTest(tx, shopId, request);
  const variants = withoutSubject(experiment.variants, request.variant);
  if (variants.length === experiment.variants.length) return "unchanged";
  await saveExperiment(tx, shopId, { ...experiment, variants }, now);
  return "done";
}

/** The experiment with an email's subjects; only its own if none was added. */
async function findSubjectTest(
  tx: Tx,
  shopId: ShopId,
  { flowId, stepId }: { readonly flowId: string; readonly stepId: string },
): Promise<Experiment> {
  const scope = { kind: "subject", flowId, stepId } as const;
  const known = (await listExperiments(tx, shopId)).find((it) => scopeKey(it) === scopeKey(scope));
  return known ?? { ...scope, variants: MERCHANT_SETTING, isHeld: false };
}
