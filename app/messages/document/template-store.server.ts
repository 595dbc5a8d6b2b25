import type { Db } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import type { ShopId } from "~/lib/shop-id";
import { documentHash } from "./document-hash.server";
import { MailDocument } from "./mail-document";

/** A template of the shop: its draft, and which version is in use. */
export interface StoredTemplate {
  readonly templateId: string;
  readonly name: string;
  /** null where nothing waits to be published. */
  readonly draft: MailDocument | null;
  readonly draftRevision: number;
  readonly publishedVersion: number | null;
  readonly updatedAt: Date;
}

export interface TemplateVersion {
  readonly templateId: string;
  readonly version: number;
  readonly document: MailDocument;
  readonly sha256: string;
  readonly publishedAt: Date;
}

/** A template as a list shows it. */
export interface TemplateSummary {
  readonly templateId: string;
  readonly name: string;
  /** Of the draft, else of what is published. */
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

/** A template of the shop, or null for one that it never touched. */
export async function findTemplate(
  db: Db,
  shopId: ShopId,
  templateId: string,
): Promise<StoredTemplate | null> {
  const row = await db.template.findUnique({
    where: { shopId_templateId: { shopId, templateId } },
  });
  if (!row) return null;
  return { ...row, draft: row.draft === null ? null : MailDocument.parse(row.draft) };
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
  return row && { ...row, document: MailDocument.parse(row.document) };
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
  return rows.map((row) => ({ ...row, document: MailDocument.parse(row.document) }));
}

/** The drafts of these templates, by id; of those that have none nothing. */
export async function findDrafts(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<Map<string, MailDocument>> {
  if (templateIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ templateId: string; draft: unknown }[]>`
    select template_id as "templateId", draft from template
    where shop_id = ${shopId} and draft is not null
      and template_id = any(${[...templateIds]}::text[])`;
  return new Map(rows.map(({ templateId, draft }) => [templateId, MailDocument.parse(draft)]));
}

/** Which of these templates the shop has published. */
export async function listPublishedIds(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (templateIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ templateId: string }[]>`
    select template_id as "templateId" from template
    where shop_id = ${shopId} and published_version is not null
      and template_id = any(${[...templateIds]}::text[])`;
  return new Set(rows.map(({ templateId }) => templateId));
}

/** The published documents of these templates, by id. One that the shop never published is missing. */
export async function findPublished(
  db: Db,
  shopId: ShopId,
  templateIds: readonly string[],
): Promise<Map<string, MailDocument>> {
  if (templateIds.length === 0) return new Map();
  const rows = await db.$queryRaw<{ templateId: string; document: unknown }[]>`
    select template_id as "templateId", document
    from template join template_version using (shop_id, template_id)
    where shop_id = ${shopId} and version = published_version
      and template_id = any(${[...templateIds]}::text[])`;
  return new Map(
    rows.map(({ templateId, document }) => [templateId, MailDocument.parse(document)]),
  );
}

export interface DraftChange {
  readonly templateId: string;
  readonly name: string;
  readonly document: MailDocument;
  /** The revision that the change was made on; 0 for a template that has no row yet. */
  readonly baseRevision: number;
  readonly now: Date;
}

/**
 * Keeps a draft, unless somebody else saved one meanwhile.
 *
 * @returns the draft's new revision, or null where another was saved in between
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

/**
 * Publishes a template's first version beneath its draft, where there is one. What is published stays.
 */
export async function publishFirst(
  db: Db,
  shopId: ShopId,
  { templateId, name, document, now }: FirstVersion,
): Promise<void> {
  await db.$executeRaw`
    with begun as (
      insert into template
        (shop_id, template_id, name, draft, draft_revision, published_version, updated_at)
      values (${shopId}, ${templateId}, ${name}, null, 1, 1, ${now})
      on conflict (shop_id, template_id) do update set published_version = 1
        where template.published_version is null
      returning published_version)
    insert into template_version
      (shop_id, template_id, version, document, sha256, published_at)
    select ${shopId}, ${templateId}, published_version,
      ${JSON.stringify(storedJson(document))}::jsonb, ${documentHash(document)}, ${now}
    from begun`;
}

interface FirstVersion extends Omit<Publication, "draftRevision" | "sha256"> {
  readonly name: string;
}

export interface Publication {
  readonly templateId: string;
  /** The draft that was checked. */
  readonly draftRevision: number;
  /** That draft, as it was cleaned and compiled. */
  readonly document: MailDocument;
  readonly sha256: string;
  readonly now: Date;
}

/**
 * Makes a draft the template's next version, unless it changed meanwhile. Mails
 * that are composed from now on say it.
 *
 * @returns the version's number, or null where the draft is another by now
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
