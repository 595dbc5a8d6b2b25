import { describe, expect, test } from "vitest";
import { WEBHOOK_PAYLOADS } from "~/events/api/webhook-payloads";
import { advanceCursor, findLastSeq, recordEvents } from "~/events/event-store.server";
import { attributeOrdersJob } from "~/feedback/attribute-orders.job.server";
import { eraseCustomer } from "~/privacy/erase-customer.server";
import { hoursAgo, OTHER_SHOP, SHOP } from "../../support/builders";
import { isVerified } from "../../support/local-receiver";
import { ADDRESS, useWebhooks } from "./use-webhooks";

const { signal } = new AbortController();
const stage = useWebhooks();
const { addEndpoint, aFact, deps, isDue, queue, send, webhooks } = stage;

describe("a webhook", () => {
  test("has the ids of the email and a signature that the receiver verifies", async () => {
    const secret = await addEndpoint();
    await queue(aFact());
    expect(stage.deps().announced).toEqual([{ shopId: SHOP, fact: "webhooks_queued" }]);
    expect(await isDue()).toBe(true);
    await send();
    const [webhook] = stage.receiver.received;
    expect(WEBHOOK_PAYLOADS["email.sent"].parse(webhook!.body)).toMatchObject({
      ...{ type: "email.sent", timestamp: hoursAgo(1).toISOString(), shop: SHOP },
      data: {
        message_id: stage.messageId,
        customer_id: "1",
        step_id: "email-1",
        campaign_id: null,
      },
    });
    expect(webhook!.text).not.toContain(ADDRESS);
    expect(isVerified(webhook!.headers, webhook!.text, secret)).toBe(true);
    expect(await webhooks()).toMatchObject([
      { state: "delivered", attempts: 1, responseStatus: 204, lastError: null },
    ]);
    expect(await isDue()).toBe(false);
  });

  test("has the address only for an endpoint that gets addresses", async () => {
    await addEndpoint();
    await addEndpoint({ hasAddresses: true }, { endpointId: "we_2" });
    await queue(
      aFact(),
      aFact({ type: "email.bounced", source: "provider/1", address: "old@example.com" }),
    );
    const stored = await stage.db.$queryRaw<{ row: string }[]>`
      select to_jsonb(outgoing_webhook)::text as row from outgoing_webhook`;
    expect(stored).toHaveLength(4);
    expect(JSON.stringify(stored)).not.toContain("example.com");
    await send();
    expect(stage.receiver.received.map(({ body }) => body.data["email"] ?? "none").sort()).toEqual([
      ...[ADDRESS, "none", "none", "old@example.com"],
    ]);
  });

  test("is queued once, however often its fact is read", async () => {
    await addEndpoint();
    await queue(aFact(), aFact());
    await queue(aFact());
    expect(await webhooks()).toHaveLength(1);
  });

  test("goes only to endpoints that chose its type", async () => {
    await addEndpoint({ types: ["email.clicked", "consent.changed"] });
    await queue(aFact());
    expect(await webhooks()).toEqual([]);
  });

  test("is sent in the order in which the facts occurred", async () => {
    await addEndpoint();
    await queue(...[1, 3, 2].map((n) => aFact({ source: `s${n}`, occurredAt: hoursAgo(n) })));
    await send();
    const sentAt = (await webhooks()).map(({ webhookId }) => webhookId);
    expect(
      stage.receiver.received
        .map(({ id }) => id)
        .slice()
        .sort(),
    ).toEqual(sentAt.slice().sort());
    expect(stage.receiver.received[0]?.id).toBe(sentAt[0]);
  });

  test("costs a shop without endpoints nothing", async () => {
    await addEndpoint({}, { shopId: OTHER_SHOP });
    await queue(aFact());
    expect(await webhooks()).toEqual([]);
    expect(stage.deps().announced).toEqual([]);
  });

  test("is erased with the person, and exported before", async () => {
    await addEndpoint({ hasAddresses: true });
    await queue(aFact());
    const erasure = { requestKey: "r1", customerId: "1", email: ADDRESS, orderIds: [] };
    await eraseCustomer(SHOP, erasure, deps());
    expect(await webhooks()).toEqual([]);
    await queue(aFact({ type: "email.delivered", source: "provider/late" }));
    expect(await webhooks()).toEqual([]);
  });
});

test("reports sent, clicked and unsubscribed emails and changed consent, but no click of a scanner", async () => {
  await addEndpoint();
  const common = {
    shopId: SHOP,
    source: "kindred",
    customerId: "1",
    personal: null,
    occurredAt: hoursAgo(1),
  } as const;
  const email = { messageId: stage.messageId, flowId: null, stepId: null };
  const click = { ...email, linkIndex: 0, productId: "501" };
  await stage.db.$transaction(async (tx) => {
    await recordEvents(
      tx,
      [
        { ...common, sourceId: "1", kind: "email_sent", payload: email },
        {
          ...common,
          sourceId: "2",
          kind: "email_clicked",
          payload: { ...click, classification: "human" },
        },
        {
          ...common,
          sourceId: "3",
          kind: "email_clicked",
          payload: { ...click, classification: "machine" },
        },
        { ...common, sourceId: "4", kind: "email_unsubscribed", payload: email },
        {
          ...common,
          sourceId: "5",
          kind: "consent_changed",
          payload: { marketingState: "unsubscribed", optIn: null, changedAt: hoursAgo(1) },
        },
      ],
      deps(),
    );
    await advanceCursor(tx, SHOP, "profiles", await findLastSeq(tx, SHOP));
  });
  await attributeOrdersJob.run(SHOP, deps(), signal);
  await send();
  const bodies = stage.receiver.received.map(({ body }) => body);
  expect(bodies.map(({ type }) => type).sort()).toEqual([
    ...["consent.changed", "email.clicked", "email.sent", "email.unsubscribed"],
  ]);
  for (const body of bodies) {
    const schema = WEBHOOK_PAYLOADS[body.type as keyof typeof WEBHOOK_PAYLOADS];
    expect(schema.safeParse(body).error).toBeUndefined();
  }
});
