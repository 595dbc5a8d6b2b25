import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import type { AuditActor } from "~/privacy/audit-store.server";
import { findSegment } from "~/segments/members/segment-store.server";
import { createCustomFlow, newCustomFlowKey, type BeginEmail } from "../custom-flow-store.server";
import type { TriggerKind } from "../definition/trigger";
import { TRIGGER_KINDS } from "../definition/trigger-field";
import { buildNewFlow } from "./build-new-flow";

export const NewFlowRequest = z.object({
  trigger: z.enum(TRIGGER_KINDS),
  /** For triggers about a segment. */
  segmentId: z.string().default(""),
  /** Empty: a name by its trigger. */
  name: z.string().trim().max(80).default(""),
});
export type NewFlowRequest = z.input<typeof NewFlowRequest>;

interface Deps extends CommonDeps<"db" | "now"> {
  readonly beginEmail: BeginEmail;
}

/**
 * Creates a draft flow for a trigger: one email for the merchant to write.
 *
 * @returns its id; null if its trigger needs a segment and the shop does not have it
 */
export async function createFlow(
  shopId: ShopId,
  request: NewFlowRequest,
  actor: AuditActor,
  { db, now, beginEmail }: Deps,
): Promise<string | null> {
  const { trigger, segmentId, name } = NewFlowRequest.parse(request);
  const at = now();
  const key = newCustomFlowKey();
  return db.$transaction(async (tx) => {
    const isOfSegment = trigger === "segment_joined" || trigger === "segment_left";
    const segment = isOfSegment ? await findSegment(tx, shopId, segmentId) : null;
    if (isOfSegment && segment === null) return null;
    const named = name || nameOf(trigger, segment?.name ?? "");
    const definition = buildNewFlow({ key, trigger, segmentId, name: named });
    const detail = { trigger, ...(segment && { segmentId }) };
    return createCustomFlow(tx, shopId, definition, { at, actor, detail, beginEmail });
  });
}

function nameOf(trigger: TriggerKind, segmentName: string): string {
  if (trigger === "segment_joined") return `Joins ${segmentName}`.slice(0, 80);
  if (trigger === "segment_left") return `Leaves ${segmentName}`.slice(0, 80);
  return trigger === "shopify_flow" ? "From Shopify Flow" : "New flow";
}
