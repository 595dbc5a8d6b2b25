import { beforeEach, describe, expect, test } from "vitest";
import { listBackfills } from "~/events/backfill/backfill-store.server";
import { checkAppAccessJob } from "~/shopify/check-app-access.job.server";
import { EDGE_SHOP as SHOP, EDGE_START as START, edgeStage } from "../support/edge-stage";

const HOUR_MS = 3_600_000;

const stage = edgeStage();
beforeEach(async () => {
  // As after the back-fill.
  await stage.db.backfill.updateMany({ data: { state: "done" } });
});

const open = () => stage.open();

const look = () => checkAppAccessJob.run(SHOP, stage.deps, new AbortController().signal);
const lostSince = async () => (await stage.db.shop.findFirstOrThrow()).accessLostAt;
const later = (hours: number) => (stage.now = new Date(stage.now.getTime() + hours * HOUR_MS));
const isReadAnew = async () =>
  (await listBackfills(stage.db, SHOP)).every(({ state }) => state === "waiting");

describe("a shop that leaves while its webhook is lost", () => {
  test("is found by the next daily check", async () => {
    await look();
    expect(await lostSince()).toBeNull();
    await stage.bed.control.uninstall(SHOP);
    await look();
    expect(await lostSince()).toEqual(START);
  });

  test("is imported from the start when it opens the app again after days", async () => {
    await stage.bed.control.uninstall(SHOP);
    await look();
    later(24);
    expect(await open()).toBe("reinstalled");
    expect(await lostSince()).toBeNull();
    expect(await isReadAnew()).toBe(true);
  });

  test("is not one that uninstalled while its access was lost for hours", async () => {
    await stage.bed.control.revokeTokens(SHOP);
    await look();
    expect(await lostSince()).toEqual(START);
    later(23);
    expect(await open()).toBe("unchanged");
    expect(await lostSince()).toBeNull();
    expect(await isReadAnew()).toBe(false);
  });
});
