import type { Db } from "~/db.server";
import { FIRST_MAIL } from "~/flows/first-mail";
import type { ShopId } from "~/lib/shop-id";
import { documentHash } from "./document-hash.server";
import type { MailDocument } from "./mail-document";
import { findReadyTemplate } from "../ready/ready-templates";
import { findEffectiveTemplate } from "./effective-template.server";
import { findTemplate, publishDraft, saveDraft } from "./template-store.server";

interface NewMail {
  readonly templateId: string;
  readonly name: string;
  readonly now: Date;
}

/**
 * Gives a step of a flow the mail that it names, as a draft: nothing of it is sent before the merchant has published
 * it. One that is there already, ready or the shop's, stays as it is.
 */
export async function beginMail(db: Db, shopId: ShopId, mail: NewMail): Promise<void> {
  const { templateId } = mail;
  if (findReadyTemplate(templateId) || (await findTemplate(db, shopId, templateId))) return;
  const document = await findEffectiveTemplate(db, shopId, FIRST_MAIL);
  if (document) await saveDraft(db, shopId, { ...mail, document, baseRevision: 0 });
}

interface Publication extends NewMail {
  readonly document: MailDocument;
  /** The draft in whose place it comes; without one, the template is new. */
  readonly baseRevision?: number;
}

/** A template's next version: what was checked and published before, under another name. */
export async function publishUnchanged(
  db: Db,
  shopId: ShopId,
  { templateId, name, document, baseRevision = 0, now }: Publication,
): Promise<void> {
  const draft = { templateId, name, document, baseRevision, now };
  const draftRevision = await saveDraft(db, shopId, draft);
  // Somebody else made it in the same moment: then theirs is there.
  if (draftRevision === null) return;
  await publishDraft(db, shopId, {
    templateId,
    draftRevision,
    document,
    sha256: documentHash(document),
    now,
  });
}
