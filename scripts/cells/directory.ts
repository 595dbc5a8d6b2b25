import { z } from "zod";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";

/** A cell's name, as in the settings. */
export const CellName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, "must be letters, digits and hyphens");

/** Where a shop is. */
export interface Placement {
  readonly shopId: ShopId;
  readonly cell: string;
  /** The cell that it is being moved to: meanwhile no cell works for it. Null: it is not. */
  readonly movingTo: string | null;
  /** When its last move began; null: it was never moved. */
  readonly movingSince: Date | null;
}

// In a schema of its own, so that a cell's database can hold the directory, too.
const CREATE_DIRECTORY = `do $$ begin
  perform pg_advisory_xact_lock(hashtextextended('kindred directory', 0));
  create schema if not exists kindred_directory;
  create table if not exists kindred_directory.shop_cell (
    shop_id text primary key,
    cell text not null,
    moving_to text,
    moving_since timestamptz(3),
    changed_at timestamptz not null default clock_timestamp());
  create index if not exists shop_cell_changed_at_idx on kindred_directory.shop_cell (changed_at);
end $$`;

/** Creates what the directory's database lacks. Processes take turns. */
export async function createDirectory(db: Db): Promise<void> {
  const [found] = await db.$queryRaw<{ isThere: boolean }[]>`
    select to_regclass('kindred_directory.shop_cell_changed_at_idx') is not null as "isThere"`;
  if (!found?.isThere) await db.$executeRawUnsafe(CREATE_DIRECTORY);
}

/** Where a shop is; null: the directory does not know it. */
export async function findPlacement(db: Db, shopId: ShopId): Promise<Placement | null> {
  const [found] = await db.$queryRaw<Placement[]>`
    select shop_id as "shopId", cell, moving_to as "movingTo", moving_since as "movingSince"
    from kindred_directory.shop_cell where shop_id = ${shopId}`;
  return found ?? null;
}

/** Places shops that the directory does not know; the first placement of a shop stays. */
export async function placeShops(
  db: Db,
  shopIds: readonly ShopId[],
  cell: string,
): Promise<number> {
  return db.$executeRaw`
    insert into kindred_directory.shop_cell (shop_id, cell)
    select shop_id, ${cell} from unnest(${shopIds}::text[]) as known (shop_id)
    on conflict (shop_id) do nothing`;
}

/** Notes that a shop is being moved. A move that was noted before goes on. @returns null if it is being moved elsewhere */
export async function beginMove(
  db: Db,
  { shopId, cell }: Placement,
  to: string,
): Promise<Placement | null> {
  await db.$executeRaw`
    update kindred_directory.shop_cell set moving_to = ${to}, moving_since = now(), changed_at = clock_timestamp()
    where shop_id = ${shopId} and cell = ${cell} and moving_to is null`;
  const placement = await findPlacement(db, shopId);
  return placement?.cell === cell && placement.movingTo === to ? placement : null;
}

/** Notes that a shop is in a cell, which works for it from now on. */
export async function endMove(db: Db, shopId: ShopId, cell: string): Promise<void> {
  await db.$executeRaw`
    update kindred_directory.shop_cell set cell = ${cell}, moving_to = null, changed_at = clock_timestamp()
    where shop_id = ${shopId}`;
}

/** How far back a reading overlaps the one before: a change may become visible some time after it was written. */
const OVERLAP_SECONDS = 10;

/** Placements that changed since an earlier reading, or all. @returns also the time for the next reading */
export async function readPlacements(
  db: Db,
  since: Date | null,
): Promise<{ readonly placements: Placement[]; readonly readAt: Date }> {
  const [clock] = await db.$queryRaw<{ readAt: Date }[]>`select clock_timestamp() as "readAt"`;
  const placements = await db.$queryRaw<Placement[]>`
    select shop_id as "shopId", cell, moving_to as "movingTo", moving_since as "movingSince"
    from kindred_directory.shop_cell
    where ${since}::timestamptz is null
      or changed_at > ${since}::timestamptz - make_interval(secs => ${OVERLAP_SECONDS})`;
  return { placements, readAt: clock?.readAt ?? new Date(0) };
}
