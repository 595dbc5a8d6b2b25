import type { Db } from "~/db.server";
import { DEFAULT_TEMPLATE_ID } from "~/flows/default-template";
import type { ShopId } from "~/lib/shop-id";
import { documentHash } from "../document/document-hash.server";
import type { EmailDocument } from "../document/email-document";
import { findReadyTemplate } from "../ready/ready-templates.server";
import { findEffectiveTemplate } from "./effective-template.server";
import { findTemplate, publishDraft, saveDraft } from "./template-store.server";

interface NewEmail {
  readonly templateId: string;
  readonly name: string;
  readonly now: Date;
}

/**
 * Creates the draft of a flow step's email: it is not sent before the merchant publishes it. An existing
 * template stays.
 */
export async function beginEmail(db: Db, shopId: ShopId, email: NewEmail): Promise<void> {
  const { templateId } = email;
  if (findReadyTemplate(templateId) || (await findTemplate(db, shopId, templateId))) return;
  const document = await findEffectiveTemplate(db, shopId, DEFAULT_TEMPLATE_ID);
  if (document) await saveDraft(db, shopId, { ...email, document, baseRevision: 0 });
}

interface Publication extends NewEmail {
  readonly document: EmailDocument;
  /** Revision of the replaced draft; absent for a new template. */
  readonly baseRevision?: number;
}

/** Publishes a copy of a validated template under another id. */
export async function publishUnchanged(
  db: Db,
  shopId: ShopId,
  { templateId, name, document, baseRevision = 0, now }: Publication,
): Promise<void> {
  const draft = { templateId, name, document, baseRevision, now };
  const draftRevision = await saveDraft(db, shopId, draft);
  // It was created concurrently: keep that one.
  if (draftRevision === null) return;
  await publishDraft(db, shopId, {
    templateId,
    draftRevision,
    document,
    sha256: documentHash(document),
    now,
  });
}
