import type { Tx } from "~/db.server";
import type { WebhookType } from "~/events/api/webhook-types";
import type { Queue } from "~/jobs/queue";
import { derivedId } from "~/lib/derived-id.server";
import type { ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findProfiles } from "~/profiles/profile-store.server";
import type { WebhookEndpoint } from "./endpoint-store.server";
import { insertWebhooks, type NewWebhook } from "./outgoing-webhook-store.server";
import type { WebhookFact } from "./webhook-facts";

interface Deps {
  readonly keyring: Pick<Keyring, "seal" | "open">;
  readonly queue: Queue;
  readonly now: Date;
}

/**
 * Queues webhooks about facts, in the transaction that records or reads them, so that none is lost. A paused or disabled
 * endpoint gets them once it is active. Facts about erased persons are left out.
 *
 * @param endpoints the shop's, whose reading is all that a shop without them costs
 */
export async function queueWebhooks(
  tx: Tx,
  shopId: ShopId,
  facts: readonly WebhookFact[],
  endpoints: readonly WebhookEndpoint[],
  { keyring, queue, now }: Deps,
): Promise<void> {
  const chosen = new Set<WebhookType>(endpoints.flatMap(({ types }) => types));
  const wanted = facts.filter(({ type }) => chosen.has(type));
  if (wanted.length === 0) return;

  const messages = await listMessageFacts(tx, shopId, wanted);
  const profileIdOf = ({ messageId, profileId }: WebhookFact) =>
    messageId === null ? profileId : (messages.get(messageId)?.profileId ?? null);
  const profileIds = new Set(wanted.flatMap((fact) => profileIdOf(fact) ?? []));
  const profiles = await findProfiles(tx, shopId, [...profileIds], { keyring });

  const webhooks = wanted.flatMap((fact): NewWebhook[] => {
    const profileId = profileIdOf(fact);
    const profile = profileId === null ? undefined : profiles.get(profileId);
    if (!profile || profile.marketingState === "redacted") return [];
    const { type, source, occurredAt } = fact;
    const webhookId = `msg_${derivedId(shopId, "webhook", type, source)}`;
    const ids = fact.messageId === null ? {} : idsOf(messages.get(fact.messageId));
    return endpoints
      .filter((it) => it.types.includes(type))
      .map(({ endpointId, hasAddresses }) => {
        const address = hasAddresses && { email: fact.address ?? profile.contact.email };
        const data = { ...ids, ...fact.data, customer_id: profile.customerId, ...address };
        const body = { type, timestamp: occurredAt.toISOString(), shop: shopId, data };
        return {
          ...{ endpointId, webhookId, type, profileId, occurredAt },
          body: JSON.stringify(body),
        };
      });
  });
  if (webhooks.length === 0) return;
  await insertWebhooks(tx, shopId, webhooks, { keyring, now });
  await queue.announce(tx, shopId, "webhooks_queued");
}

interface MessageFacts {
  readonly messageId: string;
  readonly profileId: ProfileId;
  readonly flowId: string | null;
  readonly stepId: string | null;
  readonly campaignId: string | null;
}

const idsOf = (message: MessageFacts | undefined) =>
  message && {
    message_id: message.messageId,
    flow_id: message.flowId,
    step_id: message.stepId,
    campaign_id: message.campaignId,
  };

async function listMessageFacts(
  tx: Tx,
  shopId: ShopId,
  facts: readonly WebhookFact[],
): Promise<ReadonlyMap<string, MessageFacts>> {
  const messageIds = [...new Set(facts.flatMap(({ messageId }) => messageId ?? []))];
  if (messageIds.length === 0) return new Map();
  const rows = await tx.message.findMany({
    where: { shopId, messageId: { in: messageIds } },
    select: { messageId: true, profileId: true, flowId: true, stepId: true, campaignId: true },
  });
  return new Map(
    rows.map((row) => [row.messageId, { ...row, profileId: row.profileId as ProfileId }]),
  );
}
