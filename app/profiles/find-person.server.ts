import type { Db } from "~/db.server";
import { openPersonal } from "~/events/personal-data.server";
import { customerIdOf, profileIdOfCustomer, type CustomerId, ProfileId } from "~/lib/profile-id";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import type { NamedPerson, Person } from "~/privacy/personal-data";

/** Resolves a person within a shop, for erasures and exports. */
export async function findPerson(
  db: Db,
  shopId: ShopId,
  named: NamedPerson,
  keyring: Pick<Keyring, "open" | "blindIndex">,
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
  return {
    shopId,
    customerIds,
    profileIds,
    emailIndexes,
    messageIds: messages.map(({ messageId }) => messageId),
    orderIds: named.orderIds,
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
