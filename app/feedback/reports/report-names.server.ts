import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { loadEmailNames } from "~/messages/customer-emails.server";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import type { RowKey } from "./report-rows";
import type { RowLabel } from "./row-label";

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

  function nameOfFlow({ flowId, stepId, version }: RowKey): RowLabel {
    if (!flowId) return { kind: "other_emails" };
    const flowVersion = version ?? newest.get(stepId === null ? flowId : `${flowId}|${stepId}`);
    const names = emailNames({ flowId, stepId, flowVersion: flowVersion ?? 1 });
    const name = names.flowName ?? flowId;
    if (stepId === null) return { kind: "named", name };
    const number = names.emailNumber;
    if (number === null) return { kind: "named", name: `${name}, ${stepId}` };
    return version === null
      ? { kind: "email", name, number }
      : { kind: "email_version", name, number, version };
  }

  return (of: RowKey): RowLabel => {
    const { day, segmentId, templateId, templateVersion, campaignId } = of;
    const named = (name: string) => ({ kind: "named", name }) as const;
    if (day !== null) return named(day);
    if (segmentId !== null) return named(segmentNames.get(segmentId) ?? segmentId);
    if (templateId === "") return { kind: "no_template" };
    if (templateId !== null) {
      const name = templateNames.get(templateId) ?? templateId;
      return templateVersion
        ? { kind: "template_version", name, version: templateVersion }
        : { kind: "template_default", name };
    }
    if (campaignId) return named(campaignNames.get(campaignId) ?? campaignId);
    return campaignId !== null && of.flowId === null ? { kind: "flow_emails" } : nameOfFlow(of);
  };
}
