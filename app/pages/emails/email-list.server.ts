import type { Db } from "~/db.server";
import { listFlows } from "~/flows/flow-store.server";
import { getEmailNumber } from "~/flows/email-name";
import type { FlowStatus } from "~/flows/definition/flow-status";
import type { ShopId } from "~/lib/shop-id";
import { campaignOfEmail } from "~/messages/templates/campaign-email.server";
import { listTemplates } from "~/messages/templates/template-store.server";
import { listReadyNames } from "~/messages/ready/ready-templates.server";

/** State of an email: unchanged, published, or with unpublished changes. */
export type EmailState = "ready" | "published" | "draft";

export interface EmailRow {
  readonly templateId: string;
  readonly name: string;
  /** Its position in the flow; null: it is shown by its name. */
  readonly number: number | null;
  readonly subject: string;
  readonly state: EmailState;
}

/** Emails of one flow, or layouts for campaigns. */
export interface EmailGroup {
  readonly rows: readonly EmailRow[];
  /** The flow, or what else the emails are for. */
  readonly of:
    | { readonly flowId: string; readonly name: string; readonly status: FlowStatus }
    | "campaigns"
    | "of-campaigns"
    | "others";
}

/** All emails of the shop, grouped by flow. */
export async function listEmails(db: Db, shopId: ShopId): Promise<readonly EmailGroup[]> {
  const flows = await listFlows(db, shopId);
  const stored = new Map((await listTemplates(db, shopId)).map((it) => [it.templateId, it]));
  const ready = new Map(listReadyNames().map((it) => [it.templateId, it]));
  const row = (templateId: string, name: string, number: number | null = null): EmailRow => {
    const own = stored.get(templateId);
    return {
      templateId,
      name,
      number,
      subject: own?.subject ?? ready.get(templateId)?.subject ?? "",
      state: own?.hasDraft ? "draft" : own?.publishedVersion ? "published" : "ready",
    };
  };
  const groups = flows.map(({ flowId, status, definition }): EmailGroup => ({
    of: { flowId, name: definition.name, status },
    rows: definition.steps.flatMap((step) =>
      step.kind === "send"
        ? [row(step.templateId, definition.name, getEmailNumber(definition, step.stepId))]
        : [],
    ),
  }));
  const inFlows = new Set(groups.flatMap(({ rows }) => rows.map(({ templateId }) => templateId)));
  const layouts = [...ready.values()].filter(({ templateId }) =>
    templateId.startsWith("campaign/"),
  );
  const others = [...stored.values()].filter(
    ({ templateId }) => !inFlows.has(templateId) && !ready.has(templateId),
  );
  const ofCampaigns = others.filter(({ templateId }) => campaignOfEmail(templateId) !== null);
  const all: EmailGroup[] = [
    ...groups,
    {
      of: "campaigns",
      rows: layouts.map((it) => row(it.templateId, it.name)),
    },
    {
      of: "of-campaigns",
      rows: ofCampaigns.map((it) => row(it.templateId, it.name)),
    },
    {
      of: "others",
      rows: others
        .filter((it) => !ofCampaigns.includes(it))
        .map((it) => row(it.templateId, it.name)),
    },
  ];
  return all.filter(({ rows }) => rows.length > 0);
}
