import { z } from "zod";
import {
  suppressCustomers,
  undoSuppression,
  type SuppressedTogether,
} from "~/delivery/suppressions/suppress-customers.server";
import type { Deps } from "~/deps.server";
import type { ShopId } from "~/lib/shop-id";

const CustomerIds = z.array(z.string().min(1).max(64)).min(1).max(100);

/** A merchant's change of several customers in the list. */
export const CustomersChange = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("suppress"), customerIds: CustomerIds }),
  z.object({ kind: z.literal("undo"), customerIds: CustomerIds, at: z.iso.datetime() }),
]);
export type CustomersChange = z.infer<typeof CustomersChange>;

/** @returns what can be undone; null after an undo */
export async function changeCustomers(
  shopId: ShopId,
  change: CustomersChange,
  deps: Pick<Deps, "db" | "keyring" | "now">,
): Promise<SuppressedTogether | null> {
  if (change.kind === "suppress") return suppressCustomers(shopId, change.customerIds, deps);
  await undoSuppression(shopId, change, deps);
  return null;
}
