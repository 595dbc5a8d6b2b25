import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listReadyTemplates } from "../ready/ready-templates.server";
import { listTemplates } from "./template-store.server";

/** An email that a campaign can send. */
export interface CampaignEmail {
  readonly templateId: string;
  readonly name: string;
}

const LAYOUTS = "campaign/";

/** Campaign layouts and the shop's own published emails; emails of prebuilt flows need a trigger. */
export async function listCampaignEmails(db: Db, shopId: ShopId): Promise<CampaignEmail[]> {
  const ready = listReadyTemplates();
  const layouts = ready.filter(({ templateId }) => templateId.startsWith(LAYOUTS));
  const isReady = new Set(ready.map(({ templateId }) => templateId));
  const own = await listTemplates(db, shopId);
  return [
    ...layouts.map(({ templateId, name }) => ({ templateId, name })),
    ...own
      .filter((it) => it.publishedVersion !== null && !isReady.has(it.templateId))
      .map(({ templateId, name }) => ({ templateId, name })),
  ];
}
