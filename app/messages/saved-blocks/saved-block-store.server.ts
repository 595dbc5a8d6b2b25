import { v7 as uuidv7 } from "uuid";
import type { Db, Tx } from "~/db.server";
import { storedJson } from "~/flows/stored-json";
import type { ShopId } from "~/lib/shop-id";
import { EmailDocument } from "../document/email-document";
import { SavedContent, type SavedBlock, type SavedBlockRow } from "../editing/saved-block";

/** More would not be found in the list of blocks. */
const MAX_SAVED_BLOCKS = 50;

/** The shop's saved blocks, by name. */
export async function listSavedBlocks(db: Db, shopId: ShopId): Promise<SavedBlockRow[]> {
  const rows = await db.$queryRaw<SavedBlockRow[]>`
    with copy as (
      select distinct template.template_id, named.id #>> '{}' as saved_block_id
      from template left join template_version published
        on published.shop_id = template.shop_id and published.template_id = template.template_id
        and published.version = template.published_version
      cross join lateral
        jsonb_path_query(coalesce(draft, document), '$.blocks.**.savedAs') as named (id)
      where template.shop_id = ${shopId})
    select saved_block_id as "savedBlockId", name, content,
      (select count(*)::int from copy where copy.saved_block_id = saved_block.saved_block_id)
        as "usedBy"
    from saved_block where shop_id = ${shopId}
    order by name, saved_block_id`;
  return rows.map((row) => ({ ...row, content: SavedContent.parse(row.content) }));
}

interface NewSavedBlock {
  readonly name: string;
  readonly content: SavedContent;
  readonly now: Date;
}

/** @returns its id, or null if the shop has too many */
export async function insertSavedBlock(
  db: Db,
  shopId: ShopId,
  { name, content, now }: NewSavedBlock,
): Promise<string | null> {
  const rows = await db.$queryRaw<{ savedBlockId: string }[]>`
    insert into saved_block (shop_id, saved_block_id, name, content, updated_at)
    select ${shopId}, ${uuidv7()}, ${name}, ${JSON.stringify(storedJson(content))}::jsonb, ${now}
    where (select count(*) from saved_block where shop_id = ${shopId}) < ${MAX_SAVED_BLOCKS}
    returning saved_block_id as "savedBlockId"`;
  return rows[0]?.savedBlockId ?? null;
}

/** @returns whether it exists */
export async function replaceSavedContent(
  db: Db,
  shopId: ShopId,
  { savedBlockId, content }: SavedBlock,
  now: Date,
): Promise<boolean> {
  const { count } = await db.savedBlock.updateMany({
    where: { shopId, savedBlockId },
    data: { content: storedJson(content), updatedAt: now },
  });
  return count > 0;
}

/** @returns whether it exists */
export async function renameSavedBlock(
  db: Db,
  shopId: ShopId,
  savedBlockId: string,
  name: string,
): Promise<boolean> {
  const where = { shopId, savedBlockId };
  const { count } = await db.savedBlock.updateMany({ where, data: { name } });
  return count > 0;
}

/** Its copies stay in their emails. */
export async function deleteSavedBlock(
  db: Db,
  shopId: ShopId,
  savedBlockId: string,
): Promise<void> {
  await db.savedBlock.deleteMany({ where: { shopId, savedBlockId } });
}

/** An email with a copy: its draft, or the published version without one. */
interface EmailWithCopy {
  readonly templateId: string;
  readonly name: string;
  readonly draftRevision: number;
  readonly document: EmailDocument;
}

/** Locks and returns the emails with a copy of a saved block. */
export async function lockEmailsWithCopy(
  tx: Tx,
  shopId: ShopId,
  savedBlockId: string,
): Promise<EmailWithCopy[]> {
  const rows = await tx.$queryRaw<EmailWithCopy[]>`
    select template.template_id as "templateId", name, draft_revision as "draftRevision",
      coalesce(draft, document) as document
    from template left join template_version published
      on published.shop_id = template.shop_id and published.template_id = template.template_id
      and published.version = template.published_version
    where template.shop_id = ${shopId}
      and jsonb_path_exists(coalesce(draft, document), '$.blocks.**.savedAs ? (@ == $id)',
        ${JSON.stringify({ id: savedBlockId })}::jsonb)
    order by template.template_id
    for update of template`;
  return rows.map((row) => ({ ...row, document: EmailDocument.parse(row.document) }));
}
