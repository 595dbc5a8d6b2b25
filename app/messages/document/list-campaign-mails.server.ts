import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listReadyTemplates } from "../ready/ready-templates";
import { listTemplates } from "./template-store.server";

/** A mail that a campaign may send as it stands. */
export interface CampaignMail {
  readonly templateId: string;
  readonly name: string;
}

const LAYOUTS = "campaign/";

/** The layouts for campaigns, and what the shop made and published itself; the mails of ready flows are about something else. */
export async function listCampaignMails(db: Db, shopId: ShopId): Promise<CampaignMail[]> {
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
