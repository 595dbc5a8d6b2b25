import type { Tx } from "~/db.server";
import type { CommonDeps } from "~/deps";
import { recordEvents } from "~/events/event-store.server";
import { listTriggerableFlows } from "~/flows/shopify-flow/triggerable-flow-store.server";
import type { Text } from "~/i18n/create-text";
import { textIn } from "~/i18n/text-in.server";
import type { Queue } from "~/jobs/queue";
import { profileIdOfCustomer } from "~/lib/profile-id";
import { recordAudit } from "~/privacy/audit-store.server";
import type { Keyring } from "~/privacy/keyring.server";
import { Contact, contactLocation } from "~/profiles/contact";
import { setProperties } from "~/profiles/customer-property-store.server";
import { findInstalledShop, findMerchantLocale } from "~/shopify/shop-store.server";
import { recordSuppressions } from "../suppressions/suppression-store.server";
import type { FlowAction } from "./flow-action";
import { findFlowForEmail } from "./flow-for-email.server";

interface Deps extends CommonDeps<"db" | "now"> {
  readonly keyring: Pick<Keyring, "seal" | "open" | "blindIndex">;
  readonly queue: Pick<Queue, "announce">;
}

export type FlowActionOutcome =
  /** Done, now or by an earlier delivery. */
  | { readonly kind: "done" }
  | { readonly kind: "refused"; readonly reason: string }
  /** Retryable: the customer is not known yet. */
  | { readonly kind: "later"; readonly reason: string };

/**
 * Performs a Shopify Flow step exactly once: the inbox keeps its run id for 30 days and commits with the
 * effect.
 */
export async function performFlowAction(
  { shopId, runId, customerId, request }: FlowAction,
  deps: Deps,
): Promise<FlowActionOutcome> {
  const at = deps.now();
  return deps.db.$transaction(async (tx): Promise<FlowActionOutcome> => {
    const { language } = await findMerchantLocale(tx, shopId);
    const text = textIn(language, "merchant-email");
    if (!(await findInstalledShop(tx, shopId))) {
      return { kind: "refused", reason: text("shopifyFlow.notInstalled") };
    }
    const webhookId = `flow-action/${runId}`;
    const stamp = { receivedAt: at, nextRunAt: at, state: "done" };
    // A concurrent delivery waits here.
    const { count } = await tx.inboxEntry.createMany({
      data: [{ shopId, webhookId, topic: `flow/${request.kind}`, ...stamp }],
      skipDuplicates: true,
    });
    if (count === 0) return { kind: "done" };
    const outcome = await perform(tx, { shopId, runId, customerId, request }, text, at, deps);
    if (outcome.kind !== "done") await tx.inboxEntry.deleteMany({ where: { shopId, webhookId } });
    return outcome;
  });
}

async function perform(
  tx: Tx,
  { shopId, runId, customerId, request }: FlowAction,
  text: Text<"merchant-email">,
  at: Date,
  { keyring, queue, now }: Deps,
): Promise<FlowActionOutcome> {
  const profile = await tx.profile.findUnique({
    where: { shopId_customerId: { shopId, customerId } },
    select: { sealedContact: true, deletedAt: true },
  });
  if (!profile) return { kind: "later", reason: text("shopifyFlow.unknownCustomer") };
  if (profile.deletedAt) return { kind: "refused", reason: text("shopifyFlow.deletedCustomer") };
  const { sealedContact } = profile;
  const profileId = profileIdOfCustomer(customerId);
  const requestEntry = async (flowId: string) => {
    const event = {
      shopId,
      source: "kindred",
      sourceId: `flow-entry/${runId}`,
      kind: "flow_entry_requested",
      customerId,
      occurredAt: at,
      payload: { flowId, runId },
      personal: null,
    } as const;
    await recordEvents(tx, [event], { keyring, now });
    await queue.announce(tx, shopId, "events_recorded");
  };
  switch (request.kind) {
    case "add_to_flow": {
      const flows = await listTriggerableFlows(tx, shopId, request.flow);
      const [flow] = flows;
      const name = request.flow;
      if (!flow) return { kind: "refused", reason: text("shopifyFlow.unknownFlow", { name }) };
      if (flows.length > 1) {
        return { kind: "refused", reason: text("shopifyFlow.sameFlowName", { name }) };
      }
      await requestEntry(flow.flowId);
      return { kind: "done" };
    }
    case "send_email": {
      const flow = await findFlowForEmail(tx, shopId, request.email, text, at);
      if (flow.kind === "refused") return flow;
      await requestEntry(flow.flowId);
      return { kind: "done" };
    }
    case "set_property": {
      const { name, value } = request;
      await setProperties(tx, shopId, [{ profileId, flowId: "shopify-flow", name, value }], at);
      return { kind: "done" };
    }
    case "stop_email": {
      const contact = sealedContact
        ? Contact.parse(JSON.parse(keyring.open(sealedContact, contactLocation(shopId, profileId))))
        : null;
      if (!contact?.email) return { kind: "refused", reason: text("shopifyFlow.noAddress") };
      const note = "A workflow of Shopify Flow asked for it";
      const rest = { messageId: null, expiresAt: null, nextRunAt: null };
      const suppression = {
        address: contact.email,
        reason: "manual",
        createdAt: at,
        note,
      } as const;
      const added = await recordSuppressions(tx, shopId, [{ ...suppression, ...rest }], {
        keyring,
      });
      if (added === 0) return { kind: "done" };
      await recordAudit(tx, shopId, {
        auditId: `suppression/flow-action/${runId}`,
        at,
        actor: "shopify_flow",
        action: "suppression_added",
        detail: { reason: "manual", why: note },
      });
      return { kind: "done" };
    }
  }
}
