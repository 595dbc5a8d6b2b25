import type { Tx } from "~/db.server";
import { customerIdOfApi, type ApiProfile } from "~/events/api/api-requests";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { findMergeSurvivors } from "../merges/merge-store.server";

type ApiCustomer = ApiProfile["customer"];

/**
 * The customers that a request names by id or by email address. A merged customer is the one it became. Of several with one
 * address it is the newest.
 *
 * @returns finds a customer's id; null for one that is unknown, deleted or erased
 */
export async function findApiCustomers(
  tx: Tx,
  shopId: ShopId,
  named: readonly ApiCustomer[],
  { keyring }: { readonly keyring: Pick<Keyring, "blindIndex"> },
): Promise<(customer: ApiCustomer) => CustomerId | null> {
  const indexOf = new Map(
    named.flatMap(({ email }) =>
      email === undefined ? [] : [[email, keyring.blindIndex(shopId, email)] as const],
    ),
  );
  const ids = named.flatMap((it) => customerIdOfApi(it) ?? []);
  const survivors = await findMergeSurvivors(tx, shopId, ids);
  const rows = await tx.profile.findMany({
    where: {
      shopId,
      deletedAt: null,
      marketingState: { not: "redacted" },
      OR: [
        { customerId: { in: [...ids, ...survivors.values()] } },
        { customerId: { not: null }, emailIndex: { in: [...indexOf.values()] } },
      ],
    },
    orderBy: [{ createdAt: "asc" }, { customerId: "asc" }],
    select: { customerId: true, emailIndex: true },
  });
  const known = new Set(rows.map(({ customerId }) => customerId));
  const byIndex = new Map(
    rows.flatMap(({ customerId, emailIndex }) =>
      emailIndex === null ? [] : [[toHex(emailIndex), customerId] as const],
    ),
  );
  return (customer) => {
    const id = customerIdOfApi(customer);
    if (id === null) return byIndex.get(toHex(indexOf.get(customer.email ?? "") ?? [])) ?? null;
    const current = survivors.get(id) ?? id;
    return known.has(current) ? current : null;
  };
}

const toHex = (bytes: Uint8Array | readonly number[]) => Buffer.from(bytes).toString("hex");
