import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import type { LoggedObject } from "~/privacy/logged-object";

/** The current name of a logged object; null: it is gone, or its kind has no names. */
export type NameOfObject = (object: LoggedObject) => string | null;

export async function loadObjectNames(
  db: Db,
  shopId: ShopId,
  objects: readonly LoggedObject[],
): Promise<NameOfObject> {
  const idsOf = (kind: LoggedObject["kind"]) => ({
    in: objects.flatMap((it) => (it.kind === kind ? [it.id] : [])),
  });
  const [flows, campaigns, segments, templates] = await Promise.all([
    db.flow.findMany({
      where: { shopId, flowId: idsOf("flow") },
      select: { flowId: true, name: true },
    }),
    db.campaign.findMany({
      where: { shopId, campaignId: idsOf("campaign") },
      select: { campaignId: true, name: true },
    }),
    db.segment.findMany({
      where: { shopId, segmentId: idsOf("segment") },
      select: { segmentId: true, name: true },
    }),
    db.template.findMany({
      where: { shopId, templateId: idsOf("template") },
      select: { templateId: true, name: true },
    }),
  ]);
  const names = new Map<string, string>();
  for (const it of flows) names.set(`flow ${it.flowId}`, it.name);
  for (const it of campaigns) names.set(`campaign ${it.campaignId}`, it.name);
  for (const it of segments) names.set(`segment ${it.segmentId}`, it.name);
  for (const it of [...listReadyTemplates(), ...templates]) {
    names.set(`template ${it.templateId}`, it.name);
  }
  return ({ kind, id }) => names.get(`${kind} ${id}`) ?? null;
}
