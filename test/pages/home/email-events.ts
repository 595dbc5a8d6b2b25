import type { AnyEvent } from "~/events/event";
import { recordEvents } from "~/events/event-store.server";
import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { anId, SHOP } from "../../support/builders";
import { createTestDeps } from "../../support/deps";
import { FLOW_ID } from "../../support/stored-rows";

const deps = createTestDeps();

interface Clicked {
  at: Date;
  by?: "human" | "machine" | "unknown";
  shopId?: ShopId;
  messageId?: string;
}

/** A click on a link in an email of the live flow. */
export function aClick({ at, by = "human", shopId = SHOP, messageId = "m1" }: Clicked): AnyEvent {
  return {
    shopId,
    source: "kindred",
    sourceId: `engagement/${anId()}`,
    kind: "email_clicked",
    customerId: "ada",
    occurredAt: at,
    personal: null,
    payload: { messageId, flowId: FLOW_ID, stepId: "email-1", linkIndex: 1, classification: by },
  };
}

export async function record(db: PrismaClient, events: readonly AnyEvent[]): Promise<void> {
  await db.$transaction((tx) => recordEvents(tx, events, deps));
}
