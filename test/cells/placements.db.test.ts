import { afterAll, beforeAll, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { beginMove, createDirectory, endMove, findPlacement } from "../../scripts/cells/directory";
import { startPlacements } from "../../scripts/cells/placements";
import { OTHER_SHOP, SHOP } from "../support/builders";
import { openOwnDatabase } from "../support/database";
import { waitFor } from "../support/wait-for";

let database: Database;
beforeAll(async () => {
  database = await openOwnDatabase();
  await createDirectory(database.db);
});
afterAll(() => database.close());

test("routers place a shop once, and learn of its move", async () => {
  const { db } = database;
  await createDirectory(db);
  const failures: unknown[] = [];
  const log = { error: (it: unknown) => void failures.push(it) };
  const [one, two] = [
    await startPlacements(db, log, { readEveryMs: 5 }),
    await startPlacements(db, log, { readEveryMs: 5 }),
  ];
  expect(one.find(SHOP)).toBeNull();
  const placed = await Promise.all([one.place(SHOP, "first"), two.place(SHOP, "second")]);
  expect(placed[0].cell).toBe(placed[1].cell);
  const cell = placed[0].cell;
  expect(await two.place(SHOP, "third")).toMatchObject({ cell });

  const placement = await findPlacement(db, SHOP);
  expect(await beginMove(db, placement!, "third")).toMatchObject({ cell, movingTo: "third" });
  expect(await beginMove(db, placement!, "fourth")).toBeNull();
  for (const router of [one, two]) {
    await waitFor("the move to be read", () => Promise.resolve(router.isAnyMoving() || null));
    expect(router.find(SHOP)).toMatchObject({ cell, movingTo: "third" });
  }
  await endMove(db, SHOP, "third");
  await waitFor("the end to be read", () => Promise.resolve(!one.isAnyMoving() || null));
  expect(one.find(SHOP)).toMatchObject({ cell: "third", movingTo: null });

  // Without the directory routers know what they knew.
  await db.$executeRaw`alter schema kindred_directory rename to lost_directory`;
  await waitFor("a reading to fail", () => Promise.resolve(failures.length > 0 || null));
  expect(one.find(SHOP)).toMatchObject({ cell: "third" });
  await expect(one.place(OTHER_SHOP, "first")).rejects.toThrow();
  await one.stop();
  await two.stop();
});
