import type { Logger } from "pino";
import type { Db } from "~/db.server";
import type { ShopId } from "~/lib/shop-id";
import { placeShops, readPlacements, type Placement } from "./directory";

/** The directory as a router knows it. */
export interface Placements {
  find(shopId: ShopId): Placement | null;
  isAnyMoving(): boolean;
  /** Places a new shop, unless another router has. @returns where it is */
  place(shopId: ShopId, cell: string): Promise<Placement>;
  stop(): Promise<void>;
}

/** The move of a shop waits for several readings (`SETTLE_MS` in scripts/move-shop.ts). */
const READ_EVERY_MS = 1_000;

/**
 * Reads the whole directory, then every second what has changed. While the directory does not answer, routers go on
 * with what they know.
 *
 * @throws the error of the first reading
 */
export async function startPlacements(
  directory: Db,
  log: Pick<Logger, "error">,
  { readEveryMs = READ_EVERY_MS }: { readonly readEveryMs?: number } = {},
): Promise<Placements> {
  const known = new Map<ShopId, Placement>();
  const moving = new Set<ShopId>();
  let readUpTo: Date | null = null;

  async function read(): Promise<void> {
    const { placements, readAt } = await readPlacements(directory, readUpTo);
    for (const placement of placements) {
      known.set(placement.shopId, placement);
      if (placement.movingTo === null) moving.delete(placement.shopId);
      else moving.add(placement.shopId);
    }
    readUpTo = readAt;
  }

  await read();
  let reading = Promise.resolve();
  let isReading = false;
  const timer = setInterval(() => {
    if (isReading) return;
    isReading = true;
    reading = read()
      .catch((err: unknown) => log.error({ err }, "the directory cannot be read"))
      .finally(() => (isReading = false));
  }, readEveryMs);

  return {
    find: (shopId) => known.get(shopId) ?? null,
    isAnyMoving: () => moving.size > 0,
    async place(shopId, cell) {
      await placeShops(directory, [shopId], cell);
      await read();
      const placement = known.get(shopId);
      if (!placement) throw new Error(`${shopId} could not be placed`);
      return placement;
    },
    async stop() {
      clearInterval(timer);
      await reading;
    },
  };
}
