import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "./keyring.server";
import { findPerson, openPersonal, rowsOfPerson, type NamedPerson } from "./person.server";

interface Deps {
  readonly keyring: Pick<Keyring, "open" | "blindIndex">;
}

/** All stored data of one person, for the merchant to forward. Amounts are in minor units. */
export interface CustomerExport {
  readonly profiles: readonly Record<string, unknown>[];
  /** Events with their personal data. */
  readonly events: readonly Record<string, unknown>[];
  /** Former customer ids, after merges. */
  readonly merges: readonly Record<string, unknown>[];
  readonly orders: readonly Record<string, unknown>[];
  readonly checkouts: readonly Record<string, unknown>[];
  /** The customer's predictions, with their reasons. */
  readonly predictions: readonly Record<string, unknown>[];
  /** The customer groups that they belong to. */
  readonly segments: readonly Record<string, unknown>[];
  /** Running campaigns that have not planned their email yet. */
  readonly campaigns: readonly Record<string, unknown>[];
  /** Page views in the customer's browsers. */
  readonly visits: readonly Record<string, unknown>[];
  /** Why those browsers are assigned to the customer. */
  readonly joins: readonly Record<string, unknown>[];
  readonly messages: readonly Record<string, unknown>[];
  readonly suppressions: readonly Record<string, unknown>[];
  /** Storefront requests with their address, and the consents given. */
  readonly requests: readonly Record<string, unknown>[];
  readonly consents: readonly Record<string, unknown>[];
  /** Properties set by flows, and flow actions outside of Kindred. */
  readonly properties: readonly Record<string, unknown>[];
  readonly actions: readonly Record<string, unknown>[];
  /** Their active discount codes. */
  readonly discountCodes: readonly Record<string, unknown>[];
  /** Their saved preferences. */
  readonly preferences: readonly Record<string, unknown>[];
  /** Whether the shop may send test emails to their address. */
  readonly testAddresses: readonly Record<string, unknown>[];
  /** Whether they declined open tracking at Shopify. */
  readonly trackingRefusals: readonly Record<string, unknown>[];
}

/**
 * Collects the stored data of a person, found by id, address or orders. Empty lists when there is
 * none.
 */
export async function exportCustomer(
  db: Db,
  shopId: ShopId,
  named: NamedPerson,
  { keyring }: Deps,
): Promise<CustomerExport> {
  const rows = rowsOfPerson(shopId, await findPerson(db, shopId, named, { keyring }));
  const [
    profiles,
    events,
    merges,
    orders,
    checkouts,
    predictions,
    segments,
    campaigns,
    visits,
    joins,
    messages,
    suppressions,
    requests,
    consents,
    properties,
    actions,
    discountCodes,
    preferences,
    testAddresses,
    trackingRefusals,
  ] = [
    await db.profile.findMany({ where: rows.profile }),
    await db.event.findMany({ where: rows.event, orderBy: { seq: "asc" } }),
    await db.customerMerge.findMany({ where: rows.customerMerge }),
    await db.order.findMany({
      where: rows.order,
      include: { lines: true },
      orderBy: { placedAt: "asc" },
    }),
    await db.checkout.findMany({ where: rows.checkout, orderBy: { startedAt: "asc" } }),
    await db.prediction.findMany({ where: rows.prediction }),
    await db.segmentMember.findMany({
      where: rows.segmentMember,
      include: { segment: { select: { name: true } } },
    }),
    await db.campaignMember.findMany({
      where: rows.campaignMember,
      include: { campaign: { select: { name: true } } },
    }),
    await db.visit.findMany({ where: rows.visit, orderBy: { startedAt: "asc" } }),
    await db.visitorJoin.findMany({ where: rows.visitorJoin, orderBy: { shownAt: "asc" } }),
    await db.messageStatus.findMany({
      where: rows.message,
      include: { engagementEvents: true, events: true },
      orderBy: { plannedAt: "asc" },
    }),
    await db.suppression.findMany({ where: rows.suppression }),
    await db.optInRequest.findMany({ where: rows.optInRequest, orderBy: { createdAt: "asc" } }),
    await db.consentEntry.findMany({ where: rows.consentEntry, orderBy: { at: "asc" } }),
    await db.profileProperty.findMany({ where: rows.profileProperty, orderBy: { setAt: "asc" } }),
    await db.flowAction.findMany({ where: rows.flowAction, orderBy: { plannedAt: "asc" } }),
    await db.discountCode.findMany({ where: rows.discountCode, orderBy: { codeId: "asc" } }),
    await db.emailPreference.findMany({ where: rows.emailPreference }),
    await db.testAddress.findMany({ where: rows.testAddress }),
    await db.trackingRefusal.findMany({ where: rows.trackingRefusal }),
  ];
  return {
    profiles: profiles.map(({ sealedContact, emailIndex: _index, ...profile }) => ({
      ...plain(profile),
      contact: opened(sealedContact, "profile", "sealed_contact", profile.profileId),
    })),
    events: events.map(({ sealed, ...event }) => ({
      ...plain(event),
      personal: sealed && openPersonal(shopId, { ...event, sealed }, keyring),
    })),
    merges: merges.map(plain),
    orders: orders.map(plain),
    checkouts: checkouts.map(({ sealedRecoveryUrl, ...checkout }) => ({
      ...plain(checkout),
      recoveryUrl: sealedRecoveryUrl
        ? keyring.open(sealedRecoveryUrl, {
            table: "checkout",
            column: "sealed_recovery_url",
            shopId,
            row: checkout.token,
          })
        : null,
    })),
    predictions: predictions.map(plain),
    segments: segments.map(plain),
    campaigns: campaigns.map(plain),
    visits: visits.map(plain),
    joins: joins.map(plain),
    messages: messages.map(({ sealedEmail, emailIndex: _index, ...message }) => ({
      ...plain(message),
      email: opened(sealedEmail, "message_content", "sealed_email", message.messageId),
    })),
    suppressions: suppressions.map(
      ({ emailIndex: _index, sealedAddress: _address, ...suppression }) => plain(suppression),
    ),
    requests: requests.map(({ emailIndex: _index, sealedAddress, sealedEmail, ...request }) => ({
      ...plain(request),
      address: opened(sealedAddress, "opt_in_request", "sealed_address", request.requestId),
      email: opened(sealedEmail, "opt_in_request", "sealed_email", request.requestId),
    })),
    consents: consents.map(({ emailIndex: _index, ...consent }) => plain(consent)),
    properties: properties.map(plain),
    actions: actions.map(plain),
    discountCodes: discountCodes.map(({ sealedCode, ...code }) => ({
      ...plain(code),
      code: keyring.open(sealedCode, {
        table: "discount_code",
        column: "sealed_code",
        shopId,
        row: code.codeId,
      }),
    })),
    preferences: preferences.map(({ emailIndex: _index, ...chosen }) => plain(chosen)),
    testAddresses: testAddresses.map(({ emailIndex: _index, sealedAddress: _sealed, ...it }) =>
      plain(it),
    ),
    trackingRefusals: trackingRefusals.map(plain),
  };

  function opened(sealed: Uint8Array | null, table: string, column: string, row: string): unknown {
    return sealed ? JSON.parse(keyring.open(sealed, { table, column, shopId, row })) : null;
  }
}

/** JSON-compatible: amounts are safe integers. */
function plain(row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]): [string, unknown] => [
      name,
      typeof value === "bigint"
        ? Number(value)
        : Array.isArray(value)
          ? value.map((it: unknown) => (it instanceof Object ? plain(it) : it))
          : value,
    ]),
  );
}
