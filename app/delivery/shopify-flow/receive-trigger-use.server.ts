import { z } from "zod";
import type { Config } from "~/config";
import { enterShop } from "~/db-scope.server";
import { openSignedJson } from "~/events/inbox/open-signed-json.server";
import type { PrismaClient } from "~/generated/prisma/client";
import { ShopId } from "~/lib/shop-id";
import type { Log } from "~/lib/log.server";
import { findInstalledShop } from "~/shopify/shop-store.server";
import { FLOW_TRIGGER_HANDLES, FLOW_TRIGGERS } from "./flow-trigger";
import { setTriggerUse } from "./trigger-use-store.server";

interface Deps {
  readonly db: PrismaClient;
  readonly config: { readonly shopify: Pick<Config["shopify"], "apiSecret" | "apiSecretOld"> };
  readonly log: Pick<Log, "info">;
}

export type TriggerUseOutcome = "taken" | "unsigned" | "unreadable";

const Notice = z.object({
  shopify_domain: z.string().toLowerCase().pipe(ShopId),
  flow_trigger_definition_id: z.string().max(255),
  has_enabled_flow: z.boolean(),
  timestamp: z.coerce.date(),
});

/** Receives Shopify's notice that a trigger is in use or no longer used. */
export async function receiveTriggerUse(
  headers: globalThis.Headers,
  body: Uint8Array,
  { db, config, log }: Deps,
): Promise<TriggerUseOutcome> {
  const text = openSignedJson(body, headers.get("x-shopify-hmac-sha256"), config.shopify);
  if (text === null) return "unsigned";
  const read = Notice.safeParse(JSON.parse(text));
  if (!read.success) return "unreadable";
  const { shopify_domain: shopId, flow_trigger_definition_id: id, timestamp } = read.data;
  enterShop(shopId);
  // An unknown trigger id could mean any trigger, so all fire and none is missed.
  const isKnown = Object.hasOwn(FLOW_TRIGGERS, id);
  const handles = FLOW_TRIGGER_HANDLES.filter((it) => it === id || !isKnown);
  const isUsed = read.data.has_enabled_flow;
  if (!isKnown && !isUsed) return "taken";
  await db.$transaction(async (tx) => {
    if (!(await findInstalledShop(tx, shopId))) return;
    for (const handle of handles) {
      await setTriggerUse(tx, shopId, { handle, isUsed, saidAt: timestamp });
    }
    log.info({ shopId, handles, isUsed }, "workflows of Shopify Flow use other triggers");
  });
  return "taken";
}
