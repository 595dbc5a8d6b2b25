import { Prisma } from "~/generated/prisma/client";
import { readRows } from "~/db-reads.server";
import type { Db } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import type { ShopId } from "~/lib/shop-id";
import { EmailDocument } from "../document/email-document";

/** A shop's template with its draft and published version. */
export interface StoredTemplate {
  readonly templateId: string;
  readonly name: string;
  /** null without unpublished changes. */
  readonly draft: EmailDocument | null;
  readonly draftRevision: number;
  readonly publishedVersion: number | null;
  readonly updatedAt: Date;
}

export interface TemplateVersion {
  readonly templateId: string;
  readonly version: number;
  readonly document: EmailDocument;
  readonly sha256: string;
  readonly publishedAt: Date;
}

/** A template in a list. */
export interface TemplateSummary {
  readonly templateId: string;
  readonly name: string;
  /** Subject of the draft, otherwise of the published version. */
  readonly subject: string;
  readonly hasDraft: boolean;
  readonly publishedVersion: number | null;
}

/** The templates that the shop made or edited, by name. */
export async function listTemplates(db: Db, shopId: ShopId): Promise<TemplateSummary[]> {
  return db.$queryRaw<TemplateSummary[]>`
    select template.template_id as "templateId", name, draft is not null as "hasDraft",
      coalesce(draft->>'subject', document->>'subject', '') as subject,
      published_version as "publishedVersion"
    from template left join template_version said
      on said.shop_id = template.shop_id and said.template_id = template.template_id
      and said.version = published_version
    where template.shop_id = ${shopId}
    order by name, template.template_id`;
}

/** A shop's template; null if it was never edited. */
export async function findTemplate(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<StoredTemplate | null> {
  const row = await db.template.findUnique({
    where: { shopId_templateId: { shopId, templateId } },
  });
  if (!row) return null;
  return { ...row, draft: row.draft === null ? null : EmailDocument.parse(row.draft) };
}

/** One of its published versions, or null. */
export async function findTemplateVersion(
  db: Db,
  shopId: ShopId,
  templateId: string,
  version: number,
): Promise<TemplateVersion | null> {
  const row = await db.templateVersion.findUnique({
    where: { shopId_templateId_version: { shopId, templateId, version } },
  });
  return row && { ...row, document: EmailDocument.parse(row.document) };
}

/** Its published versions, newest first. */
export async function listTemplateVersions(
  db: Db,
  shopId: ShopId,
  templateId: string,
  { limit }: { readonly limit: number },
): Promise<TemplateVersion[]> {
  const rows = await db.templateVersion.findMany({
    where: { shopId, templateId },
    orderBy: { version: "desc" },
    take: limit,
  });
  return rows.map((row) => ({ ...row, document: EmailDocument.parse(row.document) }));
}

/** Drafts of templates, by id; missing without a draft. */
export async function findDrafts(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<Map<string, EmailDocument>> {
  if (templateIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ templateId: string; draft: unknown }[]>`
    select template_id as "templateId", draft from template
    where shop_id = ${shopId} and draft is not null
      and template_id = any(${[...templateIds]}::text[])`;
  return new Map(rows.map(({ templateId, draft }) => [templateId, EmailDocument.parse(draft)]));
}

/** Which of these templates the shop has published. */
export async function listPublishedIds(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (templateIds.length === 0) return new Set();
  const rows = await readRows<{ templateId: string }>(
    db,
    Prisma.sql`
    select template_id as "templateId" from template
    where shop_id = ${shopId} and published_version is not null
      and template_id = any(${[...templateIds]}::text[])`,
  );
  return new Set(rows.map(({ templateId }) => templateId));
}

/** The published documents of these templates, by id. One that the shop never published is missing. */
export async function findPublished(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<Map<string, EmailDocument>> {
  if (templateIds.length === 0) return new Map();
  const rows = await readRows<{ templateId: string; document: unknown }>(
    db,
    Prisma.sql`
    select template_id as "templateId", document
    from template join template_version using (shop_id, template_id)
    where shop_id = ${shopId} and version = published_version
      and template_id = any(${[...templateIds]}::text[])`,
  );
  return new Map(
    rows.map(({ templateId, document }) => [templateId, EmailDocument.parse(document)]),
  );
}

export interface DraftChange {
  readonly templateId: string;
  readonly name: string;
  readonly document: EmailDocument;
  /** Base revision of the change; 0 for a new template. */
  readonly baseRevision: number;
  readonly now: Date;
}

/**
 * Saves a draft by optimistic locking.
 *
 * @returns the new revision, or null on a conflict
 */
export async function saveDraft(
  db: Db,
  shopId: ShopId,
  { templateId, name, document, baseRevision, now }: DraftChange,
): Promise<number | null> {
  const draft = JSON.stringify(storedJson(document));
  const rows = await db.$queryRaw<{ draftRevision: number }[]>`
    insert into template (shop_id, template_id, name, draft, draft_revision, updated_at)
    select ${shopId}, ${templateId}, ${name}, ${draft}::jsonb, 1, ${now}
    where ${baseRevision} = 0 or exists (
      select 1 from template where shop_id = ${shopId} and template_id = ${templateId})
    on conflict (shop_id, template_id) do update
      set draft = excluded.draft, name = excluded.name, updated_at = excluded.updated_at,
        draft_revision = template.draft_revision + 1
      where template.draft_revision = ${baseRevision}
    returning draft_revision as "draftRevision"`;
  return rows[0]?.draftRevision ?? null;
}

export interface Publication {
  readonly templateId: string;
  /** The draft that was checked. */
  readonly draftRevision: number;
  /** The sanitized and compiled draft. */
  readonly document: EmailDocument;
  readonly sha256: string;
  readonly now: Date;
}

/**
 * Publishes a draft as the next version unless it changed. Messages composed from now on use it.
 *
 * @returns the version number, or null when the draft changed
 */
export async function publishDraft(
  db: Db,
  shopId: ShopId,
  { templateId, draftRevision, document, sha256, now }: Publication,
): Promise<number | null> {
  const rows = await db.$queryRaw<{ version: number }[]>`
    with moved as (
      update template set published_version = coalesce(published_version, 0) + 1, draft = null,
        draft_revision = draft_revision + 1, updated_at = ${now}
      where shop_id = ${shopId} and template_id = ${templateId}
        and draft_revision = ${draftRevision} and draft is not null
      returning published_version)
    insert into template_version
      (shop_id, template_id, version, document, sha256, published_at)
    select ${shopId}, ${templateId}, published_version,
      ${JSON.stringify(storedJson(document))}::jsonb, ${sha256}, ${now}
    from moved
    returning version`;
  return rows[0]?.version ?? null;
}
