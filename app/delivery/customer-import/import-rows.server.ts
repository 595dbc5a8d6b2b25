import type { Db } from "~/db.server";
import type { CommonDeps } from "~/deps";
import type { ShopId } from "~/lib/shop-id";
import { setImportedProperties } from "~/profiles/imported-property-store.server";
import { OWN_NOTES } from "~/delivery/suppressions/own-notes";
import { appendImportedConsents } from "../consents/imported-consent-store.server";
import { recordSuppressions } from "../suppressions/suppression-store.server";
import { advanceImport, type CustomerImport } from "./customer-import-store.server";
import { addCounts, refusedRow } from "./import-counts";
import { findKnownAddresses } from "./known-address-store.server";
import { planImport, type ImportItem, type ImportPlan } from "./plan-import";
import type { ImportedCustomer, ReadImportRow } from "./read-import-row";

type Deps = CommonDeps<"db" | "keyring" | "queue">;

/** Plans rows of a file by what is known about their addresses. */
export async function planRows(
  db: Db,
  shopId: ShopId,
  rows: readonly ReadImportRow[],
  { keyring }: Pick<Deps, "keyring">,
): Promise<ImportPlan> {
  const customers = rows.flatMap((it) => (it.kind === "customer" ? it.customer : []));
  const items = customers.map((customer): ImportItem => itemOf(shopId, customer, keyring));
  const known = await findKnownAddresses(
    db,
    shopId,
    items.map(({ emailIndex }) => emailIndex),
  );
  const plan = planImport(items, known);
  const counts = rows
    .flatMap((it) => (it.kind === "refused" ? refusedRow(it.problem) : []))
    .reduce(addCounts, plan.counts);
  return { ...plan, counts };
}

function itemOf(shopId: ShopId, customer: ImportedCustomer, keyring: Deps["keyring"]): ImportItem {
  const emailIndex = Buffer.from(keyring.blindIndex(shopId, customer.address)).toString("hex");
  const at = customer.consent?.at?.toISOString() ?? "";
  // The entry outlives the customer, so its key must not lead back to the address.
  const consentId = keyring.pseudonym(shopId, `import ${emailIndex} ${at}`);
  return { customer, emailIndex, consentId };
}

/**
 * Checks or imports the next rows, all of them or none. A suppression counts from the import on, so that only a later
 * opt-in ends it.
 *
 * @returns the import after these rows; null if another worker did them, or it ended
 */
export async function importRows(
  shopId: ShopId,
  found: CustomerImport,
  rows: readonly ReadImportRow[],
  { at, ...deps }: Deps & { readonly at: Date },
): Promise<CustomerImport | null> {
  const { importId, state, rowsDone, uploadedAt } = found;
  return deps.db.$transaction(async (tx) => {
    const plan = await planRows(tx, shopId, rows, deps);
    const counts = addCounts(found.counts, plan.counts);
    const to = rowsDone + rows.length;
    const isFirst = await advanceImport(tx, shopId, found, { from: rowsDone, to, counts });
    if (!isFirst) return null;
    if (state === "importing") {
      const rest = { messageId: null, note: OWN_NOTES.imported, expiresAt: null, nextRunAt: null };
      await recordSuppressions(
        tx,
        shopId,
        plan.suppressions.map((it) => ({ ...it, createdAt: at, ...rest })),
        deps,
      );
      const consents = plan.consents.map((it) => ({ ...it, at: earlier(it.at, uploadedAt) }));
      await appendImportedConsents(tx, shopId, consents, importId);
      await setImportedProperties(tx, shopId, plan.properties, { importId, at });
      if (plan.properties.length > 0) {
        await deps.queue.announce(tx, shopId, "profile_properties_set");
      }
    }
    return { ...found, rowsDone: to, counts };
  });
}

const earlier = (at: Date | null, limit: Date): Date => (at === null || at > limit ? limit : at);
