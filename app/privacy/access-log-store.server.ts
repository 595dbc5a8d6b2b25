import type { Db } from "~/db.server";
import { Prisma } from "~/generated/prisma/client";
import type { ShopId } from "~/lib/shop-id";
import type { AccessLogFilter } from "./access-log-filter";
import { findLoggedObject, type LoggedObject } from "./logged-object";

export interface LoggedAction {
  readonly auditId: string;
  readonly at: Date;
  /** A staff member's id, or a system name. */
  readonly person: string;
  readonly action: string;
  readonly object: LoggedObject | null;
}

/** Start of a page of the log: after an entry, or at an offset. */
interface Slice {
  readonly after?: Pick<LoggedAction, "at" | "auditId">;
  readonly skip?: number;
  readonly take: number;
}

const PERSON = Prisma.sql`coalesce(staff_id, actor)`;

/** Entries of a shop's access log, newest first. */
export async function listLoggedActions(
  db: Db,
  shopId: ShopId,
  filter: AccessLogFilter,
  { after, skip = 0, take }: Slice,
): Promise<LoggedAction[]> {
  const conditions = [Prisma.sql`entry.shop_id = ${shopId}`, ...conditionsOf(filter)];
  if (after) conditions.push(Prisma.sql`(at, audit_id) < (${after.at}, ${after.auditId})`);
  const rows = await db.$queryRaw<(Omit<LoggedAction, "object"> & { detail: unknown })[]>`
    select audit_id as "auditId", at, ${PERSON} as person, action, detail
    from audit_entry entry join shop on shop.shop_id = entry.shop_id
    where ${Prisma.join(conditions, " and ")}
    order by at desc, audit_id desc
    limit ${take}::int offset ${skip}::int`;
  return rows.map(({ detail, ...row }) => ({ ...row, object: findLoggedObject(detail) }));
}

function conditionsOf({ person, action, from, to }: AccessLogFilter): Prisma.Sql[] {
  return [
    person !== null && Prisma.sql`${PERSON} = ${person}`,
    action !== null && Prisma.sql`action = ${action}`,
    from !== null && Prisma.sql`at >= ${from}::date::timestamp at time zone shop.time_zone`,
    to !== null && Prisma.sql`at < (${to}::date + 1)::timestamp at time zone shop.time_zone`,
  ].filter((condition) => condition !== false);
}

/** All actors in a shop's access log: staff members by id, systems by name. */
export async function listLoggedPeople(db: Db, shopId: ShopId): Promise<string[]> {
  const rows = await db.$queryRaw<{ person: string }[]>`
    select distinct ${PERSON} as person from audit_entry where shop_id = ${shopId} order by 1`;
  return rows.map(({ person }) => person);
}
