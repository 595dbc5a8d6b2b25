import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { NOW } from "../support/builders";
import { insertMessages } from "../support/message-rows";

/** Everything that flows and webhooks did for the customer `c1`, and its data. */
export async function fillFlows(
  db: PrismaClient,
  shopId: ShopId,
  keyring: Pick<Keyring, "seal">,
  seal: (table: string, column: string, row: string) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  const flow = { shopId, flowId: "f1" };
  await db.flow.create({
    data: {
      ...flow,
      ...{ libraryKey: "f1", name: "VIP", status: "live", liveVersion: 1 },
      createdAt: NOW,
      updatedAt: NOW,
      versions: { create: { version: 1, definition: {}, createdAt: NOW } },
    },
  });
  await db.enrollment.create({
    data: {
      ...flow,
      ...{ enrollmentId: "e1", profileId: "c1", version: 1, objectKey: "o1", variant: "treated" },
      ...{ state: "ended", context: {}, enrolledAt: NOW, updatedAt: NOW },
      actions: {
        create: {
          ...{ actionId: "a1", flowId: "f1", flowVersion: 1, stepId: "notify-1", profileId: "c1" },
          ...{ kind: "notify", state: "due", plannedAt: NOW, nextRunAt: NOW },
          action: { kind: "notify", stepId: "notify-1", note: "Look" },
        },
      },
    },
  });
  await db.profileProperty.create({
    data: { ...flow, profileId: "c1", name: "Kind", value: "Orla's own", setAt: NOW },
  });
  await db.systemEmail.create({
    data: { shopId, emailId: "n1", kind: "notice", state: "sent", createdAt: NOW },
  });
  await db.webhookSecret.create({
    data: {
      shopId,
      createdAt: NOW,
      sealedSecret: keyring.seal("{}", {
        ...{ table: "webhook_secret", column: "sealed_secret", shopId, row: shopId },
      }),
      sealedPrevious: keyring.seal("{}", {
        ...{ table: "webhook_secret", column: "sealed_previous", shopId, row: shopId },
      }),
      previousUntil: NOW,
    },
  });
  await db.webhookEndpoint.create({
    data: {
      ...{ shopId, endpointId: "we1", url: "https://hooks.example.com", types: ["email.sent"] },
      ...{ hasAddresses: true, status: "active", createdAt: NOW, previousUntil: NOW },
      sealedSecret: keyring.seal("{}", {
        ...{ table: "webhook_endpoint", column: "sealed_secret", shopId, row: "we1" },
      }),
      webhooks: {
        create: {
          ...{ webhookId: "msg_1", type: "email.sent", profileId: "c1", state: "pending" },
          ...{ occurredAt: NOW, queuedAt: NOW },
          sealedBody: seal("outgoing_webhook", "sealed_body", "we1/msg_1"),
        },
      },
    },
  });
  const planned = { plannedAt: NOW, nextRunAt: NOW, expiresAt: NOW, intent: {} };
  await insertMessages(db, [
    {
      ...planned,
      shopId,
      messageId: "m1",
      profileId: "c1",
      state: "sent",
      sealedEmail: seal("message_content", "sealed_email", "m1"),
      sealedBody: seal("message_content", "sealed_body", "m1"),
    },
    { ...planned, shopId, messageId: "m2", profileId: "c1", state: "planned" },
  ]);
  await db.engagementEvent.create({
    data: {
      shopId,
      eventId: "h1",
      messageId: "m1",
      linkIndex: 0,
      position: "button",
      place: 1,
      sealedTarget: seal("engagement_event", "sealed_target", "m1/0"),
      occurredAt: NOW,
      classification: "human",
    },
  });
}
