import { z } from "zod";
import type { CommonDeps } from "~/deps";
import { CUSTOM_NAME } from "~/events/custom-event";
import { textIn } from "~/i18n/text-in.server";
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
  /** For triggers by a custom event. */
  eventName: z.string().trim().default(""),
  /** Empty: a name by its trigger. */
  name: z.string().trim().max(80).default(""),
});
export type NewFlowRequest = z.input<typeof NewFlowRequest>;

const MAX_NAME = 80;

interface Deps extends CommonDeps<"db" | "now"> {
  readonly beginEmail: BeginEmail;
}

/**
 * Creates a draft flow for a trigger: one email for the merchant to write.
 *
 * @param language of its name, if the request has none
 * @returns its id; null if its trigger needs a segment that the shop does not have, or a valid event name
 */
export async function createFlow(
  shopId: ShopId,
  request: NewFlowRequest,
  actor: AuditActor,
  { db, now, beginEmail }: Deps,
  language = "en",
): Promise<string | null> {
  const { trigger, segmentId, eventName, name } = NewFlowRequest.parse(request);
  const isOfEvent = trigger === "custom_event";
  if (isOfEvent && !CUSTOM_NAME.test(eventName)) return null;
  const at = now();
  const key = newCustomFlowKey();
  return db.$transaction(async (tx) => {
    const isOfSegment = trigger === "segment_joined" || trigger === "segment_left";
    const segment = isOfSegment ? await findSegment(tx, shopId, segmentId) : null;
    if (isOfSegment && segment === null) return null;
    const named = name || nameOf(trigger, segment?.name ?? eventName, language);
    const definition = buildNewFlow({ key, trigger, segmentId, eventName, name: named });
    const detail = { trigger, ...(segment && { segmentId }), ...(isOfEvent && { eventName }) };
    return createCustomFlow(tx, shopId, definition, { at, actor, detail, beginEmail });
  });
}

/** @param about the name of the trigger's segment or event */
function nameOf(trigger: TriggerKind, about: string, language: string): string {
  if (trigger === "custom_event") return about;
  const text = textIn(language, "flow-editor");
  const named = trigger === "segment_joined" || trigger === "segment_left";
  if (named) return text(`new.named.${trigger}`, { segment: about }).slice(0, MAX_NAME);
  return text(trigger === "shopify_flow" ? "new.named.shopify_flow" : "new.named.other");
}
