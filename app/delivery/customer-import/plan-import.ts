import type { ProfileId } from "~/lib/profile-id";
import type { SuppressionReason } from "~/profiles/suppression-reason";
import { addCounts, NO_COUNTS, type ImportCounts } from "./import-counts";
import type { ImportedCustomer } from "./read-import-row";

/** What is known about an address before an import. */
export interface KnownAddress {
  /** Of a customer; null: no customer has the address. */
  readonly profileId: ProfileId | null;
  readonly isSubscribed: boolean;
  /** Opted out at Shopify or here, by any statement. */
  readonly hasOptedOut: boolean;
  readonly reasons: readonly string[];
  readonly consentIds: readonly string[];
}

/** A customer of a file, with the keys of what is stored about them. */
export interface ImportItem {
  readonly customer: ImportedCustomer;
  /** Blind index of the address, hexadecimal. */
  readonly emailIndex: string;
  /** Key of the consent in the ledger. */
  readonly consentId: string;
}

interface PlannedSuppression {
  readonly address: string;
  readonly reason: SuppressionReason;
}

interface PlannedConsent {
  readonly entryId: string;
  readonly emailIndex: string;
  /** Null: the file has no time. */
  readonly at: Date | null;
}

interface PlannedProperty {
  readonly profileId: ProfileId;
  readonly name: string;
  readonly value: string;
}

export interface ImportPlan {
  readonly suppressions: readonly PlannedSuppression[];
  readonly consents: readonly PlannedConsent[];
  readonly properties: readonly PlannedProperty[];
  /** People to subscribe in Shopify: they consented, and nothing forbids it. */
  readonly forShopify: readonly ImportedCustomer[];
  readonly counts: ImportCounts;
}

const NOTHING_KNOWN: KnownAddress = {
  profileId: null,
  isSubscribed: false,
  hasOptedOut: false,
  reasons: [],
  consentIds: [],
};

/**
 * What to store about customers of a file. Every suppression is stored, also of addresses that no customer has. A consent is
 * stored as evidence; of people who opted out or are suppressed it changes nothing.
 *
 * @param known by blind index
 */
export function planImport(
  items: readonly ImportItem[],
  known: ReadonlyMap<string, KnownAddress>,
): ImportPlan {
  const suppressions: PlannedSuppression[] = [];
  const consents: PlannedConsent[] = [];
  const properties: PlannedProperty[] = [];
  const forShopify: ImportedCustomer[] = [];
  const seen = new Set<string>();
  const isNew = (key: string) => {
    const before = seen.size;
    return seen.add(key).size > before;
  };
  let counts = NO_COUNTS;
  const suppressedHere = new Set(
    items.filter(({ customer }) => customer.reasons.length > 0).map((it) => it.emailIndex),
  );

  for (const { customer, emailIndex, consentId } of items) {
    const { profileId, ...before } = known.get(emailIndex) ?? NOTHING_KNOWN;
    const { address, consent } = customer;
    const reasons = customer.reasons.filter(
      (it) => !before.reasons.includes(it) && isNew(`${emailIndex}/${it}`),
    );
    suppressions.push(...reasons.map((reason) => ({ address, reason })));
    const isStored = consent !== null && !before.consentIds.includes(consentId) && isNew(consentId);
    if (consent !== null && isStored)
      consents.push({ entryId: consentId, emailIndex, at: consent.at });
    const isOverruled =
      before.hasOptedOut || before.reasons.length > 0 || suppressedHere.has(emailIndex);
    const isForShopify =
      consent !== null && !isOverruled && !before.isSubscribed && isNew(`shopify ${emailIndex}`);
    if (isForShopify) forShopify.push(customer);
    const values = profileId === null ? [] : customer.properties;
    if (profileId !== null) properties.push(...values.map((it) => ({ profileId, ...it })));
    counts = addCounts(counts, {
      ...NO_COUNTS,
      rows: 1,
      customers: Number(profileId !== null),
      unknown: Number(profileId === null),
      changed: Number(values.length > 0),
      properties: values.length,
      longValues: profileId === null ? 0 : customer.longValues,
      suppressed: reasons.length,
      suppressedBefore: customer.reasons.length - reasons.length,
      consents: Number(isStored),
      consentsBefore: Number(consent !== null && !isStored),
      overruled: Number(consent !== null && isOverruled),
      forShopify: Number(isForShopify),
    });
  }
  return { suppressions, consents, properties, forShopify, counts };
}
