import type { Db } from "~/db.server";
import { listFlows, type StoredFlow } from "~/flows/flow-store.server";
import { getEmailNumber } from "~/flows/email-name";
import type { FlowStatus } from "~/flows/definition/flow-status";
import type { ShopId } from "~/lib/shop-id";
import { findGermanAddress } from "~/messages/brand/page-branding.server";
import { campaignOfEmail } from "~/messages/templates/campaign-email.server";
import type { EmailDocument } from "~/messages/document/email-document";
import {
  findTemplate,
  findTemplateVersion,
  listTemplateVersions,
} from "~/messages/templates/template-store.server";
import { findReadyTemplate, listReadyNames } from "~/messages/ready/ready-templates.server";
import { describeChanges, type EmailChange } from "~/messages/editing/describe-changes";
import { loadFlowVersions } from "~/flows/flow-version-store.server";
import { countReach, type EmailReach } from "~/flows/moving/count-reach";

/** A flow step that uses an email. */
export interface EmailUse {
  readonly flowId: string;
  readonly flowName: string;
  readonly emailNumber: number;
  readonly status: FlowStatus;
  /** Effect of publishing on enrolled customers; null if the flow is not live. */
  readonly reach: FlowReach | null;
}

/** A published version and its changes. */
interface VersionRow {
  readonly version: number;
  readonly publishedAt: string;
  /** Compared with the previous version or the prebuilt email. */
  readonly changes: readonly EmailChange[];
}

export interface EmailPageData {
  readonly templateId: string;
  readonly name: string;
  /** The draft, if any, otherwise the effective version. */
  readonly document: EmailDocument;
  /** The effective version. */
  readonly effective: EmailDocument;
  readonly draftRevision: number;
  readonly publishedVersion: number | null;
  /** Whether it has an effective version. */
  readonly hasEffective: boolean;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly usedBy: readonly EmailUse[];
  /** The campaign that owns it; null for other emails. */
  readonly campaignId: string | null;
}

/** Maximum of an integer column. */
const MAX_INTEGER = 2_147_483_647;

/** Maximum versions shown. */
const MAX_VERSIONS = 30;
/** One more, to compare the last shown version with. */
const SHOWN = { limit: MAX_VERSIONS + 1 };

/** An email with its draft and versions; null if it does not exist. */
export async function loadEmailPage(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<EmailPageData | null> {
  const usedBy = await listUses(db, shopId, templateId);
  const beginning = findReadyTemplate(templateId, await findGermanAddress(db, shopId));
  const stored = await findTemplate(db, shopId, templateId);
  const versions = stored ? await listTemplateVersions(db, shopId, templateId, SHOWN) : [];
  const effective =
    versions.find(({ version }) => version === stored?.publishedVersion)?.document ?? beginning;
  const document = stored?.draft ?? effective;
  const name = stored?.name ?? listReadyNames().find((it) => it.templateId === templateId)?.name;
  if (!document || name === undefined) return null;
  return {
    templateId,
    name,
    document,
    effective: effective ?? document,
    hasEffective: effective !== null,
    draftRevision: stored?.draftRevision ?? 0,
    publishedVersion: stored?.publishedVersion ?? null,
    versions: versions.slice(0, MAX_VERSIONS).map(({ version, publishedAt, document }, i) => {
      const before = versions[i + 1]?.document ?? beginning;
      return {
        version,
        publishedAt: publishedAt.toISOString(),
        changes: before ? describeChanges(before, document) : [],
      };
    }),
    usedBy,
    campaignId: campaignOfEmail(templateId),
  };
}

/**
 * A published version of an email; version 0 is the prebuilt one.
 *
 * @returns null if it does not exist
 */
export async function findEmailVersion(
  db: Db,
  shopId: ShopId,
  templateId: string,
  version: number,
): Promise<EmailDocument | null> {
  if (version === 0) return findReadyTemplate(templateId, await findGermanAddress(db, shopId));
  if (!Number.isSafeInteger(version) || version < 0 || version > MAX_INTEGER) return null;
  return (await findTemplateVersion(db, shopId, templateId, version))?.document ?? null;
}

async function listUses(db: Db, shopId: ShopId, templateId: string): Promise<EmailUse[]> {
  const flows = await listFlows(db, shopId);
  const uses = flows.map((flow) => findUse(db, shopId, flow, templateId));
  return (await Promise.all(uses)).flatMap((use) => use ?? []);
}

/** @returns null if the flow does not use the email */
async function findUse(
  db: Db,
  shopId: ShopId,
  { flowId, status, definition }: StoredFlow,
  templateId: string,
): Promise<EmailUse | null> {
  const { name, steps } = definition;
  const stepIds = steps.flatMap((step) =>
    step.kind === "send" && step.templateId === templateId ? [step.stepId] : [],
  );
  const [first] = stepIds;
  if (first === undefined) return null;
  return {
    ...{ flowId, status, flowName: name, emailNumber: getEmailNumber(definition, first) ?? 1 },
    reach:
      status === "live" ? await loadFlowReach(db, shopId, { flowId, stepIds, templateId }) : null,
  };
}

/** Effect of publishing an email on a live flow. */
interface FlowReach extends EmailReach {
  /** Planned messages, which use the version published when they are composed. */
  readonly planned: number;
}

/** Counts enrolled customers that an email can still reach. */
async function loadFlowReach(
  db: Db,
  shopId: ShopId,
  { flowId, stepIds, templateId }: { flowId: string; stepIds: string[]; templateId: string },
): Promise<FlowReach> {
  const [groups, planned] = await Promise.all([
    db.enrollment.groupBy({
      by: ["version", "stepId"],
      where: { shopId, flowId, state: "active" },
      orderBy: [{ version: "asc" }, { stepId: "asc" }],
      _count: { _all: true },
    }),
    db.messageSending.count({
      where: { shopId, state: "planned", key: { planned: { flowId, stepId: { in: stepIds } } } },
    }),
  ]);
  const standing = groups.map(({ version, stepId, _count }) => ({
    version,
    stepId,
    count: _count._all,
  }));
  const refs = standing.map(({ version }) => ({ flowId, version }));
  const definitionOf = await loadFlowVersions(db, shopId, refs);
  const reach = countReach(templateId, standing, (version) => definitionOf({ flowId, version }));
  return { ...reach, planned };
}
