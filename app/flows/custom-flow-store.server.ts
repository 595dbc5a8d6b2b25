import { v7 as uuidv7 } from "uuid";
import type { Tx } from "~/db.server";
import { freeName } from "~/lib/free-name";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit, type AuditActor } from "~/privacy/audit-store.server";
import type { FlowDefinition } from "./definition/flow";
import { getFullEmailName } from "./email-name";
import { storedJson } from "./stored-json";

/** The key of a new custom flow, which is also its id. */
export const newCustomFlowKey = (): string => `own-${uuidv7()}`;

/** Creates the template that a step refers to: messages/templates/begin-email.server.ts. */
export type BeginEmail = (
  tx: Tx,
  shopId: ShopId,
  email: { readonly templateId: string; readonly name: string; readonly now: Date },
) => Promise<void>;

interface FlowCreation {
  readonly at: Date;
  readonly actor: AuditActor;
  /** What it was created from, for the audit trail. */
  readonly detail: Readonly<Record<string, string>>;
  readonly beginEmail: BeginEmail;
}

/**
 * Stores a custom flow as a draft and creates its emails. If its
 * name is taken it gets a number: equal names would be confusing, and
 * Shopify Flow selects flows by name.
 *
 * @returns its id
 */
export async function createCustomFlow(
  tx: Tx,
  shopId: ShopId,
  requested: FlowDefinition,
  { at, actor, detail, beginEmail }: FlowCreation,
): Promise<string> {
  const namesInUse = await tx.flow.findMany({ where: { shopId }, select: { name: true } });
  const name = freeName(
    requested.name,
    namesInUse.map((it) => it.name),
  );
  const definition = { ...requested, name };
  const flowId = definition.key;
  const stored = { shopId, flowId, createdAt: at };
  await tx.flow.create({
    data: {
      ...stored,
      libraryKey: flowId,
      name,
      status: "draft",
      liveVersion: 1,
      updatedAt: at,
    },
  });
  await tx.flowVersion.create({
    data: { ...stored, version: 1, definition: storedJson(definition) },
  });
  await recordAudit(tx, shopId, {
    at,
    actor,
    action: "flow_created",
    detail: { flowId, ...detail },
  });
  for (const step of definition.steps) {
    if (step.kind !== "send") continue;
    const { templateId } = step;
    const email = { templateId, name: getFullEmailName(definition, step.stepId), now: at };
    await beginEmail(tx, shopId, email);
  }
  return flowId;
}
