import type { PrismaClient } from "~/generated/prisma/client";
import type { CustomerId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import { erasePerson, type ErasureDeps } from "./erase-person.server";

export interface ErasureRequest {
  /** The key of the request, such as its webhook id: asked twice, recorded once. */
  readonly requestKey: string;
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly email: string | null;
  readonly orderIds: readonly string[];
}

/** Fulfills a request to erase a customer or a guest. Idempotent. */
export async function eraseCustomer(
  shopId: ShopId,
  { email, ...request }: ErasureRequest,
  deps: ErasureDeps & { readonly db: PrismaClient },
): Promise<{ readonly profiles: number }> {
  const emailIndex = email ? deps.keyring.blindIndex(shopId, email) : null;
  return deps.db.$transaction((tx) => erasePerson(tx, shopId, { ...request, emailIndex }, deps));
}
