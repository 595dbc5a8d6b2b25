import { z } from "zod";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { recordAudit } from "~/privacy/audit-store.server";
import { adminGraphql, type AdminDeps } from "~/shopify/admin-graphql.server";
import { customerMetafieldDefinitions } from "~/shopify/operations/customer-metafields";
import {
  MAX_FOLLOWED_METAFIELDS,
  metafieldIdOf,
  metafieldReadingOf,
  type FollowedMetafield,
} from "./followed-metafield";
import { setFollowedMetafields } from "./metafield-store.server";

/** Ids of the metafields to follow, "custom.birthday". */
export const MetafieldChoice = z.object({
  followed: z.array(z.string().max(330)).max(MAX_FOLLOWED_METAFIELDS),
});

type Deps = AdminDeps & CommonDeps<"db" | "queue" | "now">;

/**
 * Follows these metafields and no others. Names and types come from Shopify.
 *
 * @returns false if Shopify has no such definition, or one of a type that cannot be followed
 * @throws AppError if Shopify cannot be reached
 */
export async function chooseMetafields(
  shopId: ShopId,
  { followed }: z.infer<typeof MetafieldChoice>,
  deps: Deps,
): Promise<boolean> {
  const { db, queue, now } = deps;
  const wanted = new Set(followed);
  const fields =
    wanted.size === 0
      ? []
      : (await listMetafieldDefinitions(shopId, deps)).filter(
          (it) => wanted.has(metafieldIdOf(it)) && metafieldReadingOf(it.type) !== null,
        );
  if (fields.length < wanted.size) return false;
  await db.$transaction(async (tx) => {
    await setFollowedMetafields(tx, shopId, fields, now());
    await recordAudit(tx, shopId, {
      at: now(),
      actor: "merchant",
      action: "metafields_chosen",
      detail: { followed: fields.map(metafieldIdOf) },
    });
    await queue.announce(tx, shopId, "metafields_chosen");
  });
  return true;
}

/**
 * The definitions of customers' metafields at Shopify.
 *
 * @throws AppError if Shopify cannot be reached
 */
export async function listMetafieldDefinitions(
  shopId: ShopId,
  deps: AdminDeps,
): Promise<FollowedMetafield[]> {
  const found: FollowedMetafield[] = [];
  let after: string | null = null;
  do {
    const { metafieldDefinitions: page }: { metafieldDefinitions: DefinitionsPage } =
      await adminGraphql(shopId, customerMetafieldDefinitions, { after }, deps);
    found.push(...page.nodes.map(({ type, ...field }) => ({ ...field, type: type.name })));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

type DefinitionsPage = Awaited<
  ReturnType<typeof customerMetafieldDefinitions.result.parse>
>["metafieldDefinitions"];
