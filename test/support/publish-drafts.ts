import type { PrismaClient } from "~/generated/prisma/client";
import { documentHash } from "~/messages/document/document-hash.server";
import { findTemplate, publishDraft } from "~/messages/templates/template-store.server";
import { NOW, SHOP } from "./builders";

/** Publishes every draft of the shop unchanged, like a merchant. */
export async function publishDrafts(db: PrismaClient): Promise<void> {
  const rows = await db.template.findMany({
    where: { shopId: SHOP },
    select: { templateId: true },
  });
  for (const { templateId } of rows) {
    const template = await findTemplate(db, SHOP, templateId);
    if (!template?.draft) continue;
    const { draft: document, draftRevision } = template;
    const sha256 = documentHash(document);
    await publishDraft(db, SHOP, { templateId, draftRevision, document, sha256, now: NOW });
  }
}
