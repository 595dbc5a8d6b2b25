import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "./keyring.server";
import type { ExportedRows, NamedPerson, PersonalDataRegistry } from "./personal-data";

export interface ExportDeps {
  readonly keyring: Pick<Keyring, "open" | "openBytes" | "blindIndex">;
  readonly personalData: PersonalDataRegistry;
}

/** All stored data of one person, for the merchant to forward: rows by list. */
export type CustomerExport = Readonly<Record<string, ExportedRows>>;

/**
 * Collects the stored data of a person, found by id, address or orders. Empty lists when there is
 * none.
 */
export async function exportCustomer(
  db: Db,
  shopId: ShopId,
  named: NamedPerson,
  { keyring, personalData }: ExportDeps,
): Promise<CustomerExport> {
  const person = await personalData.findPerson(db, shopId, named, keyring);
  const lists: Record<string, ExportedRows> = {};
  for (const stage of personalData.stages.toReversed()) {
    Object.assign(lists, await stage.export(db, person, keyring));
  }
  return lists;
}
