import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadEmailNames } from "~/messages/customer-emails.server";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import type { RowKey } from "./report-rows";

interface Counted {
  readonly flowId: string;
  readonly stepId: string;
  readonly version: number;
}

/** Row names of a report; an email is named as in the newest version in the report. */
export async function loadRowNames(db: Db, shopId: ShopId, counted: readonly Counted[]) {
  const newest = new Map<string, number>();
  for (const { flowId, stepId, version } of counted) {
    for (const key of [flowId, `${flowId}|${stepId}`]) {
      newest.set(key, Math.max(newest.get(key) ?? 0, version));
    }
  }
  const refs = counted.flatMap(({ flowId, stepId, version }) =>
    flowId === "" ? [] : [{ flowId, stepId, flowVersion: version }],
  );
  const where = { shopId };
  const [emailNames, campaigns, templates, segments] = await Promise.all([
    loadEmailNames(db, shopId, refs),
    db.campaign.findMany({ where, select: { campaignId: true, name: true } }),
    db.template.findMany({ where, select: { templateId: true, name: true } }),
    db.segment.findMany({ where, select: { segmentId: true, name: true } }),
  ]);
  const campaignNames = new Map(campaigns.map((it) => [it.campaignId, it.name]));
  const templateNames = new Map(
    [...listReadyTemplates(), ...templates].map((it) => [it.templateId, it.name]),
  );
  const segmentNames = new Map(segments.map((it) => [it.segmentId, it.name]));

  function flowName({ flowId, stepId, version }: RowKey): string {
    if (!flowId) return "Campaigns and other emails";
    const flowVersion = version ?? newest.get(stepId === null ? flowId : `${flowId}|${stepId}`);
    const names = emailNames({ flowId, stepId, flowVersion: flowVersion ?? 1 });
    const parts = [names.flowName ?? flowId, stepId === null ? null : (names.emailName ?? stepId)];
    if (version !== null) parts.push(`version ${version}`);
    return parts.filter((part) => part !== null).join(", ");
  }

  return (of: RowKey): string => {
    const { day, segmentId, templateId, templateVersion, campaignId } = of;
    if (day !== null) return day;
    if (segmentId !== null) return segmentNames.get(segmentId) ?? segmentId;
    if (templateId === "") return "Without a template";
    if (templateId !== null) {
      const name = templateNames.get(templateId) ?? templateId;
      return `${name}, ${templateVersion === 0 ? "as it came" : `version ${templateVersion}`}`;
    }
    if (campaignId) return campaignNames.get(campaignId) ?? campaignId;
    return campaignId !== null && of.flowId === null ? "Emails of flows" : flowName(of);
  };
}
