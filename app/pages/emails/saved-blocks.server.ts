import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { SavedBlockId } from "~/messages/blocks/elements/block-base";
import { SavedBlockName, SavedContent } from "~/messages/editing/saved-block";
import {
  deleteSavedBlock,
  insertSavedBlock,
  renameSavedBlock,
} from "~/messages/saved-blocks/saved-block-store.server";
import { updateCopies } from "~/messages/saved-blocks/update-copies.server";

/** Requests of the editor about saved blocks. */
export const SavedBlockAct = z.discriminatedUnion("act", [
  z.object({ act: z.literal("save"), name: SavedBlockName, content: SavedContent }),
  z.object({
    act: z.literal("update"),
    savedBlockId: SavedBlockId,
    content: SavedContent,
    /** The email that it was changed in. */
    templateId: z.string().max(200),
  }),
  z.object({ act: z.literal("rename"), savedBlockId: SavedBlockId, name: SavedBlockName }),
  z.object({ act: z.literal("delete"), savedBlockId: SavedBlockId }),
]);
export type SavedBlockAct = z.infer<typeof SavedBlockAct>;

export type SavedBlockOutcome =
  | { readonly kind: "saved"; readonly savedBlockId: string }
  /** @property emails number of other emails whose draft changed */
  | { readonly kind: "updated"; readonly emails: number }
  | { readonly kind: "renamed" | "deleted" | "not_found" | "too_many" | "invalid" };

/** Saves, changes, renames or deletes a saved block, or returns why not. */
export async function actOnSavedBlock(
  shopId: ShopId,
  request: SavedBlockAct,
  deps: CommonDeps<"db" | "now">,
): Promise<SavedBlockOutcome> {
  const { db, now } = deps;
  switch (request.act) {
    case "save": {
      const savedBlockId = await insertSavedBlock(db, shopId, { ...request, now: now() });
      return savedBlockId === null ? { kind: "too_many" } : { kind: "saved", savedBlockId };
    }
    case "update": {
      const emails = await updateCopies(shopId, request, deps);
      return emails === null ? { kind: "not_found" } : { kind: "updated", emails };
    }
    case "rename": {
      const isKnown = await renameSavedBlock(db, shopId, request.savedBlockId, request.name);
      return { kind: isKnown ? "renamed" : "not_found" };
    }
    case "delete":
      await deleteSavedBlock(db, shopId, request.savedBlockId);
      return { kind: "deleted" };
  }
}
