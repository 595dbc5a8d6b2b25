import type { Db } from "~/db.server";
import type { Prisma } from "~/generated/prisma/client";
import { customerIdOf, profileIdOfCustomer, type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";

/** The person of a privacy request, by every known identifier. */
export interface NamedPerson {
  /** `null` for a guest. */
  readonly customerId: CustomerId | null;
  readonly emailIndex: Uint8Array<ArrayBuffer> | null;
  /** Identifies a guest without an address. */
  readonly orderIds: readonly string[];
}

/** Everything that identifies a person's rows. */
export interface Person {
  /** Including all merged customers. */
  readonly customerIds: readonly CustomerId[];
  readonly profileIds: readonly ProfileId[];
  /** Their current and former addresses, except those that another customer has now. */
  readonly emailIndexes: readonly Uint8Array<ArrayBuffer>[];
  readonly messageIds: readonly string[];
  /** Their storefront requests. */
  readonly requestIds: readonly string[];
  readonly orderIds: readonly string[];
}

/** Resolves a person within a shop, for erasures and exports. */
export async function findPerson(
  db: Db,
  shopId: ShopId,
  named: NamedPerson,
  { keyring }: { readonly keyring: Pick<Keyring, "open" | "blindIndex"> },
): Promise<Person> {
  const customerIds = await listMergedFrom(db, shopId, await findCustomers(db, shopId, named));
  const profileIds = customerIds.map(profileIdOfCustomer);
  const messages = await db.messageStatus.findMany({
    where: { shopId, profileId: { in: profileIds } },
    select: { messageId: true, emailIndex: true },
  });
  const profiles = await db.profile.findMany({
    where: { shopId, profileId: { in: profileIds } },
    select: { emailIndex: true },
  });
  const emails = await listFormerAddresses(db, shopId, customerIds, keyring);
  const emailIndexes = await withoutThoseOfOthers(db, shopId, profileIds, [
    ...(named.emailIndex ? [named.emailIndex] : []),
    ...[...profiles, ...messages].flatMap(({ emailIndex }) => emailIndex ?? []),
    ...emails.map((email) => keyring.blindIndex(shopId, email)),
  ]);
  const requests = await db.optInRequest.findMany({
    where: {
      shopId,
      OR: [{ emailIndex: { in: emailIndexes } }, { customerId: { in: customerIds } }],
    },
    select: { requestId: true },
  });
  return {
    customerIds,
    profileIds,
    emailIndexes,
    messageIds: messages.map(({ messageId }) => messageId),
    requestIds: requests.map(({ requestId }) => requestId),
    orderIds: named.orderIds,
  };
}

/** How to find a person's rows, by table. A test compares it with the schema. */
export function rowsOfPerson(shopId: ShopId, person: Person) {
  const customerId = { in: [...person.customerIds] };
  const emailIndex = { in: [...person.emailIndexes] };
  const messageId = { in: [...person.messageIds] };
  const requestId = { in: [...person.requestIds] };
  const ofProfile = { shopId, profileId: { in: [...person.profileIds] } };
  const ofCustomer = { shopId, customerId };
  const ofAddress = { shopId, emailIndex };
  const ofMessage = { shopId, messageId };
  return {
    profile: ofProfile,
    event: ofCustomer,
    trackingRefusal: ofCustomer,
    customerField: ofCustomer,
    customerMerge: {
      shopId,
      OR: [{ customerId }, { intoCustomerId: customerId }],
    } satisfies Prisma.CustomerMergeWhereInput,
    visitorJoin: ofCustomer,
    visit: ofProfile,
    order: {
      shopId,
      OR: [
        { profileId: ofProfile.profileId },
        { profileId: null, orderId: { in: [...person.orderIds] } },
      ],
    } satisfies Prisma.OrderWhereInput,
    checkout: ofProfile,
    emailPreference: ofAddress,
    testAddress: ofAddress,
    suppression: {
      shopId,
      OR: [{ emailIndex }, { messageId }],
    } satisfies Prisma.SuppressionWhereInput,
    prediction: ofProfile,
    segmentMember: ofProfile,
    enrollment: ofProfile,
    profileProperty: ofProfile,
    flowAction: ofProfile,
    campaignMember: ofProfile,
    message: ofProfile,
    messageKey: ofMessage,
    messageSending: ofMessage,
    messageContent: ofMessage,
    messageOutcome: ofMessage,
    discountCode: ofProfile,
    messageLink: ofMessage,
    engagementEvent: ofMessage,
    emailEvent: ofMessage,
    smtpDispatch: { shopId, messageId: { in: [...person.messageIds, ...person.requestIds] } },
    consentEntry: {
      shopId,
      OR: [{ emailIndex }, { requestId }],
    } satisfies Prisma.ConsentEntryWhereInput,
    optInRequest: { shopId, requestId },
    attribution: ofProfile,
  };
}

/** By id; by address for guests and unknown customers; by orders without either. */
async function findCustomers(
  db: Db,
  shopId: ShopId,
  { customerId, emailIndex, orderIds }: NamedPerson,
): Promise<string[]> {
  if (customerId !== null) {
    const isKnown = (await db.profile.count({ where: { shopId, customerId } })) > 0;
    if (isKnown || !emailIndex) return [customerId];
  }
  if (emailIndex) {
    const rows = await db.profile.findMany({
      where: { shopId, emailIndex },
      select: { customerId: true },
    });
    return [customerId, ...rows.map((it) => it.customerId)].flatMap((it) => it ?? []);
  }
  const byOrder = await db.order.findMany({
    where: { shopId, orderId: { in: [...orderIds] }, profileId: { not: null } },
    select: { profileId: true },
    distinct: ["profileId"],
  });
  return byOrder.flatMap(({ profileId }) =>
    profileId === null ? [] : (customerIdOf(ProfileId.parse(profileId)) ?? []),
  );
}

/** These customers, and those who became them. */
async function listMergedFrom(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ customerId: CustomerId }[]>`
    with recursive was (customer_id) as (
      select unnest(${[...customerIds]}::text[])
      union
      select merge.customer_id from was
      join customer_merge merge
        on merge.shop_id = ${shopId} and merge.into_customer_id = was.customer_id)
    select customer_id as "customerId" from was order by 1`;
  return rows.map((it) => it.customerId);
}

/** All addresses these customers ever had: only events contain former ones. */
async function listFormerAddresses(
  db: Db,
  shopId: ShopId,
  customerIds: readonly CustomerId[],
  keyring: Pick<Keyring, "open">,
): Promise<string[]> {
  const rows = await db.event.findMany({
    where: { shopId, customerId: { in: [...customerIds] }, sealed: { not: null } },
    select: { source: true, sourceId: true, sealed: true },
  });
  const emails = rows.flatMap(({ source, sourceId, sealed }) => {
    const personal = sealed && openPersonal(shopId, { source, sourceId, sealed }, keyring);
    return typeof personal?.email === "string" ? personal.email : [];
  });
  return [...new Set(emails)];
}

/** The personal data of an event. */
export function openPersonal(
  shopId: ShopId,
  event: { readonly source: string; readonly sourceId: string; readonly sealed: Uint8Array },
  keyring: Pick<Keyring, "open">,
): Record<string, unknown> {
  const row = `${event.source}/${event.sourceId}`;
  const place = { table: "event", column: "sealed", shopId, row };
  return JSON.parse(keyring.open(event.sealed, place)) as Record<string, unknown>;
}

/** Rows by address belong to its current owner: a former address may be another person's now. */
async function withoutThoseOfOthers(
  db: Db,
  shopId: ShopId,
  profileIds: readonly ProfileId[],
  emailIndexes: readonly Uint8Array[],
): Promise<Uint8Array<ArrayBuffer>[]> {
  const byHex = new Map(
    emailIndexes.map((it) => [Buffer.from(it).toString("hex"), new Uint8Array(it)]),
  );
  const others = await db.profile.findMany({
    where: {
      shopId,
      emailIndex: { in: [...byHex.values()] },
      profileId: { notIn: [...profileIds] },
      deletedAt: null,
    },
    select: { emailIndex: true },
  });
  for (const { emailIndex } of others) byHex.delete(Buffer.from(emailIndex ?? []).toString("hex"));
  return [...byHex.values()];
}
