import type { PrismaClient } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import { FIRST_MAIL } from "../first-mail";
import { FlowDefinition } from "../flow";
import { mail } from "../library/define-flow";
import { createOwnFlow, ownFlowKey } from "../own-flow-store.server";

/**
 * Makes a flow, as a draft, for whom workflows of Shopify Flow add to it: one mail, for the merchant to write.
 *
 * @returns its id
 */
export async function startAskedFlow(
  shopId: ShopId,
  actor: string,
  { db, now }: { readonly db: PrismaClient; readonly now: () => Date },
): Promise<string> {
  return db.$transaction(async (tx) => {
    const key = ownFlowKey();
    // The action names it: two drafts with one name would be told apart by nobody.
    const taken = await tx.flow.findMany({
      where: { shopId, name: { startsWith: NAME } },
      select: { name: true },
    });
    const definition = definitionFor(key, freeName(taken.map(({ name }) => name)));
    return createOwnFlow(tx, shopId, definition, {
      at: now(),
      actor,
      detail: { from: "shopify_flow" },
    });
  });
}

const NAME = "From Shopify Flow";

function freeName(taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? NAME : `${NAME} ${number}`;
    if (!taken.includes(name)) return name;
  }
}

function definitionFor(key: string, name: string): FlowDefinition {
  return FlowDefinition.parse({
    key,
    name,
    description:
      "Writes to customers whom a workflow of Shopify Flow adds, by its action “Add to a Kindred flow”.",
    // A step that reaches us days late asks for what is no longer meant.
    trigger: { kind: "asked", freshHours: 72 },
    steps: [
      mail("mail-1", FIRST_MAIL, {
        templateId: `${key}/mail-1`,
        picks: { list: "new_for_you", count: 4, required: false },
      }),
    ],
    exits: [],
    holdoutRate: null,
  });
}
