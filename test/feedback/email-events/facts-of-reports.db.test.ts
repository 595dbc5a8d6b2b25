import { expect, test } from "vitest";
import { makeWebhookSecret } from "~/delivery/actions/sign-webhook.server";
import { insertEndpoint } from "~/delivery/webhooks/endpoint-store.server";
import { claimWebhooks } from "~/delivery/webhooks/outgoing-webhook-store.server";
import { WEBHOOK_TYPES } from "~/events/api/webhook-types";
import { NOW, SHOP } from "../../support/builders";
import { aHardBounce } from "../../support/resend-events";
import { complaint, delivered, useEmailEvents } from "./use-email-events";

const stage = useEmailEvents();
const { receive, apply, drain, plan } = stage;

test("a delivery, a bounce and a complaint are queued for an endpoint, with the reported address", async () => {
  const { db, keyring } = stage.deps;
  const choice = { url: "https://hooks.example.com", types: WEBHOOK_TYPES, hasAddresses: true };
  await db.$transaction((tx) =>
    insertEndpoint(
      ...([tx, SHOP, { endpointId: "we1", secret: makeWebhookSecret(), ...choice }] as const),
      { keyring, now: NOW },
    ),
  );
  for (const [customerId, messageId] of ["m1", "m2", "m3"].entries()) {
    await plan(String(customerId + 1), messageId);
  }
  await drain();
  const events = [delivered("m1"), aHardBounce("m2", "old@example.com"), complaint("m3")];
  for (const event of events) await receive(event);
  await apply();
  const queued = await claimWebhooks(
    ...([db, SHOP, { endpointId: "we1", limit: 9 }, { keyring, now: NOW }] as const),
  );
  const bodies = queued.map(({ body }) => JSON.parse(body) as { type: string; data: object });
  expect(bodies.toSorted((a, b) => a.type.localeCompare(b.type))).toMatchObject([
    {
      type: "email.bounced",
      data: { message_id: "m2", permanent: true, email: "old@example.com" },
    },
    { type: "email.complained", data: { message_id: "m3" } },
    { type: "email.delivered", data: { message_id: "m1" } },
  ]);
});
