import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { createCustomFlow, newCustomFlowKey } from "~/flows/custom-flow-store.server";
import { copyFlow } from "~/flows/editing/copy-flow";
import { findFlow } from "~/flows/flow-store.server";
import type { ShopId } from "~/lib/shop-id";
import { beginEmail, publishUnchanged } from "~/messages/templates/begin-email.server";
import { findEffectiveTemplate } from "~/messages/templates/effective-template.server";
import { findTemplate, saveDraft } from "~/messages/templates/template-store.server";

/**
 * Copies a flow, which starts turned off. Its emails are copied as they are sent; drafts stay drafts.
 *
 * @returns the copy's id; null if the shop has no such flow
 */
export async function duplicateFlow(
  shopId: ShopId,
  flowId: string,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<string | null> {
  const flow = await findFlow(db, shopId, flowId);
  if (!flow) return null;
  const { steps } = flow.definition;
  const definition = copyFlow(flow.definition, newCustomFlowKey());
  const sources = new Map(
    definition.steps.flatMap((copy, i) => {
      const source = steps[i];
      return copy.kind === "send" && source?.kind === "send"
        ? [[copy.templateId, source.templateId] as const]
        : [];
    }),
  );
  return db.$transaction((tx) =>
    createCustomFlow(tx, shopId, definition, {
      at: now(),
      actor: "merchant",
      detail: { from: flowId },
      beginEmail: (inTx, shop, email) =>
        copyEmail(inTx, shop, { ...email, from: sources.get(email.templateId) ?? "" }),
    }),
  );
}

interface EmailCopy {
  readonly templateId: string;
  readonly name: string;
  readonly now: Date;
  /** The template that is copied. */
  readonly from: string;
}

async function copyEmail(db: Db, shopId: ShopId, { from, ...email }: EmailCopy): Promise<void> {
  const sent = await findEffectiveTemplate(db, shopId, from);
  if (sent) return publishUnchanged(db, shopId, { ...email, document: sent });
  const draft = (await findTemplate(db, shopId, from))?.draft;
  if (!draft) return beginEmail(db, shopId, email);
  await saveDraft(db, shopId, { ...email, document: draft, baseRevision: 0 });
}
