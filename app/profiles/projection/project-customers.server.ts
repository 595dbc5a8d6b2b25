import type { Tx } from "~/db.server";
import { MarketingState, type AnyEvent } from "~/events/event";
import { profileIdOfCustomer, type CustomerId, type ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { listTags } from "../customer-tags";
import { Contact, contactLocation, EMPTY_CONTACT } from "../contact";
import { endSuppressionsOnOptIn } from "../opt-in-suppression-store.server";
import { SEARCH_VERSION, type SearchedContact } from "../search/search-words";
import { replaceSearchTokens } from "../search/search-token-store.server";
import { foldCustomer, UNKNOWN_CUSTOMER, type CustomerState } from "./fold-customer";

interface Deps {
  readonly keyring: Pick<Keyring, "seal" | "open" | "blindIndex" | "cityKey" | "searchToken">;
}

/**
 * Updates the customers in these events. An
 * order or a checkout of an unknown customer creates the profile.
 *
 * @returns whether one of them was merged into another customer earlier
 */
export async function projectCustomers(
  tx: Tx,
  shopId: ShopId,
  events: readonly AnyEvent[],
  deps: Deps,
): Promise<{ readonly areAnyMerged: boolean }> {
  const byCustomer = Map.groupBy(
    events.filter((it) => it.customerId !== null),
    (it) => it.customerId ?? "",
  );
  if (byCustomer.size === 0) return { areAnyMerged: false };
  const known = await readStates(tx, shopId, [...byCustomer.keys()], deps);
  const changed = [...byCustomer].flatMap(([customerId, ownEvents]) => {
    const { state: before, isIndexed } = known.get(customerId) ?? NOT_KNOWN;
    const after = ownEvents.reduce(foldCustomer, before);
    return after === before || after.createdAt === null
      ? []
      : [{ customerId, before, after, isIndexed, createdAt: after.createdAt }];
  });
  await writeStates(tx, shopId, changed, deps);
  return { areAnyMerged: [...known.values()].some(({ isMerged }) => isMerged) };
}

interface KnownCustomer {
  readonly state: CustomerState;
  /** Whether the search finds this state. */
  readonly isIndexed: boolean;
  /** Whether it was merged into another customer. */
  readonly isMerged: boolean;
}

const NOT_KNOWN: KnownCustomer = { state: UNKNOWN_CUSTOMER, isIndexed: false, isMerged: false };

async function readStates(
  tx: Tx,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  { keyring }: Deps,
): Promise<Map<string, KnownCustomer>> {
  // The lock serializes this with a concurrent erasure.
  const rows = await tx.$queryRaw<StateRow[]>`
    with known as materialized (
      select * from profile where shop_id = ${shopId} and customer_id = any(${[...customerIds]}::text[])
      order by profile_id for update)
    select requested.customer_id as "customerId", profile_id as "profileId",
      sealed_contact as "sealedContact", marketing_state as "marketingState",
      marketing_opt_in as "marketingOptIn", marketing_changed_at as "marketingChangedAt",
      created_at as "createdAt", source_updated_at as "sourceUpdatedAt", deleted_at as "deletedAt",
      search_version as "searchVersion",
      exists (
        select 1 from customer_merge merged
        where merged.shop_id = ${shopId} and merged.customer_id = requested.customer_id) as "isMerged"
    from unnest(${[...customerIds]}::text[]) as requested (customer_id)
    left join known on known.customer_id = requested.customer_id`;
  return new Map(
    rows.map((row): [string, KnownCustomer] => {
      const { customerId, isMerged } = row;
      if (row.profileId === null) return [customerId, { ...NOT_KNOWN, isMerged }];
      const { profileId, sealedContact, ...stored } = row as ProfileStateRow;
      const known = {
        isMerged,
        isIndexed: stored.searchVersion === SEARCH_VERSION,
        state: {
          contact: sealedContact
            ? Contact.parse(
                JSON.parse(keyring.open(sealedContact, contactLocation(shopId, profileId))),
              )
            : EMPTY_CONTACT,
          consent: {
            marketingState: MarketingState.parse(stored.marketingState),
            optIn: stored.marketingOptIn,
            changedAt: stored.marketingChangedAt,
          },
          createdAt: stored.createdAt,
          sourceUpdatedAt: stored.sourceUpdatedAt,
          deletedAt: stored.deletedAt,
        },
      };
      return [customerId, known];
    }),
  );
}

/** The columns of the profile are null if there is none. */
type StateRow = { readonly customerId: CustomerId; readonly isMerged: boolean } & {
  readonly [Key in keyof ProfileStateRow]: ProfileStateRow[Key] | null;
};

interface ProfileStateRow {
  readonly profileId: ProfileId;
  readonly sealedContact: Uint8Array | null;
  readonly marketingState: string;
  readonly marketingOptIn: string | null;
  readonly marketingChangedAt: Date | null;
  readonly createdAt: Date;
  readonly sourceUpdatedAt: Date | null;
  readonly deletedAt: Date | null;
  readonly searchVersion: number;
}

interface Change {
  readonly customerId: CustomerId;
  readonly before: CustomerState;
  readonly after: CustomerState;
  readonly isIndexed: boolean;
  readonly createdAt: Date;
}

async function writeStates(
  tx: Tx,
  shopId: ShopId,
  changes: readonly Change[],
  { keyring }: Deps,
): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ customerId, after, createdAt }) => {
    const profileId = profileIdOfCustomer(customerId);
    const { contact, consent, sourceUpdatedAt, deletedAt } = after;
    const tags = listTags(contact.tags);
    const isEmpty =
      Object.keys(contact.weights).length === 0 &&
      contact.email === null &&
      contact.tags.listedAt === "" &&
      contact.tags.changes.length === 0;
    return {
      profile_id: profileId,
      customer_id: customerId,
      email_index: contact.email ? hex(keyring.blindIndex(shopId, contact.email)) : null,
      sealed_contact: isEmpty
        ? null
        : hex(keyring.seal(JSON.stringify(contact), contactLocation(shopId, profileId))),
      locale: contact.locale,
      country_code: contact.countryCode,
      region: contact.region,
      city_key: contact.city ? keyring.cityKey(shopId, contact.city) : null,
      tags,
      marketing_state: consent.marketingState,
      marketing_opt_in: consent.optIn,
      marketing_changed_at: consent.changedAt,
      created_at: createdAt,
      source_updated_at: sourceUpdatedAt,
      deleted_at: deletedAt,
    };
  });
  await tx.$executeRaw`
    insert into profile (shop_id, profile_id, customer_id, email_index, sealed_contact, locale,
      country_code, region, city_key, tags, marketing_state, marketing_opt_in, marketing_changed_at, created_at,
      source_updated_at, deleted_at, search_version)
    select ${shopId}, profile_id, customer_id, decode(email_index, 'hex'),
      decode(sealed_contact, 'hex'), locale, country_code, region, city_key,
      array(select jsonb_array_elements_text(tags)), marketing_state, marketing_opt_in,
      marketing_changed_at, created_at, source_updated_at, deleted_at, ${SEARCH_VERSION}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as changed (
      profile_id text, customer_id text, email_index text, sealed_contact text, locale text,
      country_code text, region text, city_key text, tags jsonb, marketing_state text, marketing_opt_in text,
      marketing_changed_at timestamptz, created_at timestamptz, source_updated_at timestamptz,
      deleted_at timestamptz)
    on conflict (shop_id, profile_id) do update set
      email_index = excluded.email_index, sealed_contact = excluded.sealed_contact,
      locale = excluded.locale, country_code = excluded.country_code,
      region = excluded.region, city_key = excluded.city_key, tags = excluded.tags,
      marketing_state = excluded.marketing_state, marketing_opt_in = excluded.marketing_opt_in,
      marketing_changed_at = excluded.marketing_changed_at, created_at = excluded.created_at,
      source_updated_at = excluded.source_updated_at, deleted_at = excluded.deleted_at,
      search_version = excluded.search_version`;
  const renamed = changes.filter(
    ({ before, after, isIndexed }) => !isIndexed || isFoundByOther(before.contact, after.contact),
  );
  await replaceSearchTokens(
    tx,
    shopId,
    renamed.map(({ customerId, after: { contact } }) => ({
      profileId: profileIdOfCustomer(customerId),
      contact,
    })),
    { keyring },
  );
  await endSuppressionsOnOptIn(
    tx,
    shopId,
    changes
      .filter(({ before, after }) => after.consent !== before.consent && isSubscribed(after))
      .map(({ customerId }) => profileIdOfCustomer(customerId)),
  );
}

const isFoundByOther = (one: SearchedContact, other: SearchedContact): boolean =>
  one.email !== other.email || one.firstName !== other.firstName || one.lastName !== other.lastName;

const isSubscribed = ({ consent }: CustomerState) => consent.marketingState === "subscribed";

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
