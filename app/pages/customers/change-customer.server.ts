import { z } from "zod";
import type { Deps } from "~/deps.server";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { addCustomerNote, deleteCustomerNote } from "~/profiles/customer-note-store.server";
import { reverseJoin } from "~/profiles/visitors/reverse-join.server";

/** A merchant's change on a customer's page. */
export const CustomerChange = z.discriminatedUnion("kind", [
  /** Removes a browser from the customer. */
  z.object({ kind: z.literal("separate"), visitorId: z.string().min(1).max(64) }),
  z.object({ kind: z.literal("add_note"), text: z.string().trim().min(1).max(2_000) }),
  z.object({ kind: z.literal("delete_note"), noteId: z.string().min(1).max(64) }),
]);
export type CustomerChange = z.infer<typeof CustomerChange>;

/** @returns false if the shop has no such customer */
export async function changeCustomer(
  shopId: ShopId,
  customerId: CustomerId,
  change: CustomerChange,
  deps: Pick<Deps, "db" | "keyring" | "now">,
): Promise<boolean> {
  switch (change.kind) {
    case "separate": {
      const { visitorId } = change;
      return (await reverseJoin(shopId, { visitorId, customerId }, deps)) !== null;
    }
    case "add_note":
      return addCustomerNote(deps.db, shopId, { customerId, text: change.text }, deps);
    case "delete_note":
      await deleteCustomerNote(deps.db, shopId, change.noteId);
      return true;
  }
}
