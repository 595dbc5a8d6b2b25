import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { CommonDeps } from "~/deps";
import {
  deleteApiKey,
  findApiKey,
  insertApiKey,
  listApiKeys,
} from "~/events/api/api-key-store.server";
import { hashApiKey, hintOfApiKey, makeApiKey } from "~/events/api/api-key.server";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { MAX_KEYS, MAX_KEY_NAME_CHARS } from "./api-key-limits";

const KeyChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("create"), name: z.string().trim().min(1).max(MAX_KEY_NAME_CHARS) }),
  z.object({ kind: z.literal("revoke"), keyId: z.string().min(1).max(64) }),
]);

export type KeyAnswer =
  /** The only answer that has the key. */
  | {
      readonly kind: "created";
      readonly keyId: string;
      readonly name: string;
      readonly key: string;
    }
  | { readonly kind: "revoked"; readonly keyId: string; readonly name: string }
  | { readonly kind: "refused"; readonly reason: "name" | "too_many" | "unknown" | "unreadable" };

/** Creates or revokes an API key of the shop. */
export async function changeApiKeys(
  shopId: ShopId,
  body: unknown,
  { db, now }: CommonDeps<"db" | "now">,
): Promise<KeyAnswer> {
  const change = KeyChange.safeParse(body);
  if (!change.success) {
    const isName = change.error.issues.some(({ path }) => path[0] === "name");
    return { kind: "refused", reason: isName ? "name" : "unreadable" };
  }
  const at = now();
  return db.$transaction(async (tx): Promise<KeyAnswer> => {
    if (change.data.kind === "revoke") {
      const { keyId } = change.data;
      const found = await findApiKey(tx, shopId, keyId);
      if (found === null || !(await deleteApiKey(tx, shopId, keyId))) {
        return { kind: "refused", reason: "unknown" };
      }
      const audit = {
        at,
        actor: "merchant",
        action: "api_key_revoked",
        detail: { keyId },
      } as const;
      await recordAudit(tx, shopId, audit);
      return { kind: "revoked", keyId, name: found.name };
    }
    const { name } = change.data;
    if ((await listApiKeys(tx, shopId)).length >= MAX_KEYS) {
      return { kind: "refused", reason: "too_many" };
    }
    const [key, keyId] = [makeApiKey(), uuidv7()];
    const row = { keyId, name, hint: hintOfApiKey(key), keyHash: hashApiKey(key) };
    await insertApiKey(tx, shopId, row, at);
    const audit = { at, actor: "merchant", action: "api_key_created", detail: { keyId } } as const;
    await recordAudit(tx, shopId, audit);
    return { kind: "created", keyId, name, key };
  });
}
