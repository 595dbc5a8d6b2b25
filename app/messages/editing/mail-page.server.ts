import type { Db } from "~/db.server";
import type { Step } from "~/flows/definition/step";
import { listFlows, type StoredFlow } from "~/flows/flow-store.server";
import { getEmailName } from "~/flows/email-name";
import type { FlowStatus } from "~/flows/status/flow-status";
import type { ShopId } from "~/lib/shop-id";
import { campaignOfMail } from "../document/campaign-mail.server";
import type { MailDocument } from "../document/mail-document";
import {
  findTemplate,
  findTemplateVersion,
  listTemplateVersions,
} from "../document/template-store.server";
import { findReadyTemplate, listReadyNames } from "../ready/ready-templates";
import { describeChanges, type MailChange } from "./describe-changes";
import { loadFlowReach, type FlowReach } from "./mail-reach.server";

/** A step of a flow that says a mail. */
export interface MailUse {
  readonly flowId: string;
  readonly flowName: string;
  readonly mailName: string;
  readonly status: FlowStatus;
  /** What publishing does for who is in it now; null: the flow is not on. */
  readonly reach: FlowReach | null;
  /** Step id → what it is called, of a mail its name. */
  readonly stepNames: Readonly<
    Record<string, { readonly kind: Step["kind"]; readonly name: string | null }>
  >;
}

/** A version that was published once, and what it changed. */
interface VersionRow {
  readonly version: number;
  readonly publishedAt: string;
  /** Against the version before it, or against the ready mail. */
  readonly changes: readonly MailChange[];
}

export interface MailPageData {
  readonly templateId: string;
  readonly name: string;
  /** What the editor opens with: the draft, where one waits. */
  readonly document: MailDocument;
  /** What is sent until something is published. */
  readonly effective: MailDocument;
  readonly draftRevision: number;
  readonly publishedVersion: number | null;
  /** Whether anything is sent under this name: a published version, or a ready mail. */
  readonly hasEffective: boolean;
  /** Newest first. */
  readonly versions: readonly VersionRow[];
  readonly usedBy: readonly MailUse[];
  /** The campaign that it was made for; null for all other mails. */
  readonly campaignId: string | null;
}

/** The largest that a column of whole numbers holds. */
const MAX_INTEGER = 2_147_483_647;

/** So many versions are told. */
const MAX_VERSIONS = 30;
/** With the one before the last of them, which says what that one changed. */
const SHOWN = { limit: MAX_VERSIONS + 1 };

/** A mail with its draft and its versions, or null when the shop has none of this id. */
export async function loadMailPage(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<MailPageData | null> {
  const usedBy = await listUses(db, shopId, templateId);
  const beginning = findReadyTemplate(templateId);
  const stored = await findTemplate(db, shopId, templateId);
  const versions = stored ? await listTemplateVersions(db, shopId, templateId, SHOWN) : [];
  const effective =
    versions.find(({ version }) => version === stored?.publishedVersion)?.document ?? beginning;
  const document = stored?.draft ?? effective;
  if (!document) return null;
  const ready = listReadyNames().find((it) => it.templateId === templateId);
  return {
    templateId,
    name: stored?.name ?? ready?.name ?? usedBy[0]?.flowName ?? "Mail",
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
    campaignId: campaignOfMail(templateId),
  };
}

/**
 * A mail as it was published once, or as it came with the app: version 0.
 *
 * @returns null for one that there never was
 */
export async function findMailVersion(
  db: Db,
  shopId: ShopId,
  templateId: string,
  version: number,
): Promise<MailDocument | null> {
  if (version === 0) return findReadyTemplate(templateId);
  if (!Number.isSafeInteger(version) || version < 0 || version > MAX_INTEGER) return null;
  return (await findTemplateVersion(db, shopId, templateId, version))?.document ?? null;
}

async function listUses(db: Db, shopId: ShopId, templateId: string): Promise<MailUse[]> {
  const flows = await listFlows(db, shopId);
  const uses = flows.map((flow) => findUse(db, shopId, flow, templateId));
  return (await Promise.all(uses)).flatMap((use) => use ?? []);
}

/** @returns null where the flow does not say the mail; where it says it more than once, by its first step */
async function findUse(
  db: Db,
  shopId: ShopId,
  { flowId, status, definition }: StoredFlow,
  templateId: string,
): Promise<MailUse | null> {
  const { name, steps } = definition;
  const stepIds = steps.flatMap((step) =>
    step.kind === "send" && step.templateId === templateId ? [step.stepId] : [],
  );
  const [first] = stepIds;
  if (first === undefined) return null;
  return {
    ...{ flowId, status, flowName: name, mailName: getEmailName(definition, first) ?? "Mail" },
    reach:
      status === "live" ? await loadFlowReach(db, shopId, { flowId, stepIds, templateId }) : null,
    stepNames: Object.fromEntries(
      steps.map(({ stepId, kind }) => [stepId, { kind, name: getEmailName(definition, stepId) }]),
    ),
  };
}
