import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { endStoppedOffers } from "~/feedback/optimizer/end-stopped-offers.server";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import { findFlowProblems } from "~/flows/checks/find-flow-problems.server";
import type { FlowDefinition } from "~/flows/definition/flow";
import { findFlow, saveFlowVersion } from "~/flows/flow-store.server";
import { getFullEmailName } from "~/flows/email-name";
import type { ShopId } from "~/lib/shop-id";
import type { EmailDocument } from "~/messages/document/email-document";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { saveDraft } from "~/messages/templates/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import { editFlow, type FlowEdit } from "~/flows/editing/edit-flow";
import type { FlowEditProblem, FlowEditProblems } from "~/flows/editing/flow-edit-problem";

export type SaveFlowOutcome =
  | { readonly kind: "saved"; readonly version: number }
  | { readonly kind: "invalid"; readonly problems: FlowEditProblems }
  | { readonly kind: "refused"; readonly reason: "not_found" | "archived" | "changed_meanwhile" };

type Deps = CommonDeps<"db" | "queue" | "now">;

/**
 * Saves the form as the flow's next version by optimistic locking. New emails are drafts: the flow skips them
 * until they are published.
 */
export async function saveFlowEdit(
  shopId: ShopId,
  flowId: string,
  edit: FlowEdit,
  deps: Deps,
): Promise<SaveFlowOutcome> {
  const flow = await findFlow(deps.db, shopId, flowId);
  if (!flow) return { kind: "refused", reason: "not_found" };
  if (flow.version !== edit.version) return { kind: "refused", reason: "changed_meanwhile" };

  const outcome = editFlow(flow.definition, edit);
  if (outcome.kind === "refused") return { kind: "invalid", problems: outcome.problems };
  const { db, queue, now } = deps;
  const [problem] = await findFlowProblems(db, shopId, outcome.definition, now());
  if (problem !== undefined) return { kind: "invalid", problems: { filter: problem } };
  const emails = await beginEmails(db, shopId, flow.definition, edit);
  if (emails.kind === "invalid") return emails;
  const change = {
    flowId,
    baseVersion: edit.version,
    definition: outcome.definition,
    actor: "merchant" as const,
    async alongside(tx: Db) {
      for (const begun of emails.begun) {
        await saveDraft(tx, shopId, { ...begun, baseRevision: 0, now: now() });
      }
      if (flow.status !== "live") return;
      await queue.announce(tx, shopId, "codes_wanted");
      await endStoppedOffers(tx, shopId, now());
    },
  };
  return saveFlowVersion(shopId, change, deps);
}

/** Creates the drafts of a flow's new emails. */
async function beginEmails(db: Db, shopId: ShopId, saved: FlowDefinition, edit: FlowEdit) {
  const problems: Record<string, FlowEditProblem> = {};
  const begun: { templateId: string; name: string; document: EmailDocument }[] = [];
  const { key, name } = saved;
  for (const { kind, stepId, ...step } of edit.steps) {
    const isNew = !saved.steps.some((it) => it.stepId === stepId);
    if (kind !== "send" || !isNew) continue;
    const begins = "begins" in step && step.begins !== "" ? step.begins : DEFAULT_TEMPLATE_ID;
    const document = await findEffectiveTemplate(db, shopId, begins);
    const email = {
      templateId: `${key}/${stepId}`,
      name: getFullEmailName({ ...edit, name }, stepId),
    };
    if (!document || !findReadyTemplate(begins)) problems[`${stepId}.begins`] = { code: "option" };
    else begun.push({ ...email, document });
  }
  return Object.keys(problems).length > 0
    ? ({ kind: "invalid", problems } as const)
    : ({ kind: "begun", begun } as const);
}
