import type { CommonDeps } from "~/deps";
import type { AuditActor } from "~/privacy/audit-store.server";
import type { ShopId } from "~/lib/shop-id";
import type { FlowDefinition } from "../definition/flow";
import { defineFlow, emailStep } from "../definition/define-flow";
import { createCustomFlow, newCustomFlowKey, type BeginEmail } from "../custom-flow-store.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly beginEmail: BeginEmail;
}

/**
 * Creates a draft flow for customers that Shopify Flow workflows add: one email for the merchant to write.
 *
 * @returns its id
 */
export async function createTriggerableFlow(
  shopId: ShopId,
  actor: AuditActor,
  { db, now, beginEmail }: Deps,
): Promise<string> {
  return db.$transaction(async (tx) => {
    return createCustomFlow(tx, shopId, buildDefinition(newCustomFlowKey()), {
      at: now(),
      actor,
      detail: { from: "shopify_flow" },
      beginEmail,
    });
  });
}

function buildDefinition(key: string): FlowDefinition {
  return defineFlow({
    key,
    name: "From Shopify Flow",
    // A request that arrives days late is outdated.
    trigger: { kind: "shopify_flow", maxAgeHours: 72 },
    steps: [emailStep("email-1")],
    exits: [],
    holdoutRate: null,
  });
}
