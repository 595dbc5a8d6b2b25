import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { cleanDocument } from "../document/clean-document.server";
import type { EmailDocument } from "../document/email-document";
import { editEmail } from "../editing/edit-email";
import { saveDraft } from "../templates/template-store.server";
import { copiesOf, isUnchangedCopy } from "../editing/copy-saved";
import type { SavedBlock } from "../editing/saved-block";
import { lockEmailsWithCopy, replaceSavedContent } from "./saved-block-store.server";

interface SavedBlockUpdate extends SavedBlock {
  /** The email that it was changed in: its editor has the new content. */
  readonly templateId: string;
}

/**
 * Changes a saved block, and its copies in the drafts of all other emails. An email without a draft gets one from its
 * published version. Published versions never change.
 *
 * @returns the number of changed emails, or null if the saved block is missing
 */
export async function updateCopies(
  shopId: ShopId,
  { savedBlockId, content, templateId: origin }: SavedBlockUpdate,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<number | null> {
  const saved = { savedBlockId, content };
  return db.$transaction(async (tx) => {
    if (!(await replaceSavedContent(tx, shopId, saved, now()))) return null;
    let changed = 0;
    for (const email of await lockEmailsWithCopy(tx, shopId, savedBlockId)) {
      const { templateId, name, draftRevision } = email;
      const document = withSaved(email.document, saved);
      if (templateId === origin || document === email.document) continue;
      changed += 1;
      await saveDraft(tx, shopId, {
        ...{ templateId, name, baseRevision: draftRevision, now: now() },
        document: cleanDocument(document),
      });
    }
    return changed;
  });
}

/** The email with its copies replaced. A copy stays as it is where the new one would make the email invalid. */
function withSaved(document: EmailDocument, saved: SavedBlock): EmailDocument {
  return copiesOf(document, saved.savedBlockId).reduce((changed, blockId) => {
    if (isUnchangedCopy(changed, blockId, saved)) return changed;
    const outcome = editEmail(changed, { kind: "replace_by_saved", blockId, saved });
    return outcome.kind === "edited" ? outcome.document : changed;
  }, document);
}
