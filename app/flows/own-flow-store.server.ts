import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { FlowDefinition } from "./flow";
import { nameOfMail } from "./mail-name";
import { storedJson } from "./stored-json";

/** The key of a flow that a merchant makes, which is its id too. */
export const ownFlowKey = (): string => `own-${uuidv7()}`;

/** Gives a step the mail that it names, for the merchant to write: messages/document/begin-mail.server.ts. */
export type BeginMail = (
  tx: Tx,
  shopId: ShopId,
  mail: { readonly templateId: string; readonly name: string; readonly now: Date },
) => Promise<void>;

interface Creation {
  readonly at: Date;
  readonly actor: string;
  /** What it was made from, for the audit trail. */
  readonly detail: Readonly<Record<string, string>>;
  readonly beginMail: BeginMail;
}

/**
 * Stores a flow of the merchant's own as a draft, and begins its mails.
 *
 * @returns its id
 */
export async function createOwnFlow(
  tx: Tx,
  shopId: ShopId,
  definition: FlowDefinition,
  { at, actor, detail, beginMail }: Creation,
): Promise<string> {
  const flowId = definition.key;
  const stored = { shopId, flowId, createdAt: at };
  await tx.flow.create({
    data: {
      ...stored,
      libraryKey: flowId,
      name: definition.name,
      status: "draft",
      liveVersion: 1,
      updatedAt: at,
    },
  });
  await tx.flowVersion.create({
    data: { ...stored, version: 1, definition: storedJson(definition) },
  });
  await recordAudit(tx, shopId, {
    auditId: uuidv7(),
    at,
    actor,
    action: "flow_created",
    detail: { flowId, ...detail },
  });
  for (const step of definition.steps) {
    if (step.kind !== "send") continue;
    const { templateId } = step;
    const name = nameOfMail(definition, step.stepId);
    await beginMail(tx, shopId, { templateId, name, now: at });
  }
  return flowId;
}
