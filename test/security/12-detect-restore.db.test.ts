import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { createJournal } from "~/restore/journal.server";
import { endRestore, isPausedAfterRestore } from "~/restore/shop-restore-store.server";
import { detectRestore } from "~/restore/watch-for-restore.server";
import { hoursAgo, SHOP } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { recordingMailer } from "../support/recording-mailer";
import {
  startAppOn,
  markConsentsReadUntil,
  useMailer,
  deps,
  folder,
  journal,
  later,
  leaveCheckout,
  now,
  run,
  setNow,
} from "./restore-bench";

describe("the detection of a restore", () => {
  beforeEach(startAppOn(openTestDatabase));
  const isNoticed = () => detectRestore(deps);

  test("is not triggered by a restart, or by a new journal", async () => {
    expect(await isNoticed()).toBe(false);
    rmSync(folder, { recursive: true });
    expect(await isNoticed()).toBe(false);
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(false);
  });

  test("is triggered once when the database lags behind the mark", async () => {
    const beat = await deps.db.timeline.findFirstOrThrow();
    await isNoticed();
    await deps.db.timeline.update({ where: { id: 1 }, data: { beat: beat.beat } });
    expect(await isNoticed()).toBe(true);
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(true);
    expect(await isNoticed()).toBe(false);
  });

  test("is also triggered by the operator, without anything to compare", async () => {
    rmSync(folder, { recursive: true });
    expect(await detectRestore(deps, { isDeclared: true })).toBe(true);
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(true);
  });

  test("handles each folder that another process's restore left, and repeats its erasures", async () => {
    const other = mkdtempSync(join(tmpdir(), "kindred-journal-"));
    const { keyring } = deps;
    const elsewhere = {
      ...deps,
      journal: createJournal({ folder: other, keyring, now: () => now }),
    };
    await detectRestore(elsewhere);
    const before = await deps.db.timeline.findFirstOrThrow();
    await detectRestore(elsewhere);
    const request = { customerId: "204", email: null, orderIds: [] };
    elsewhere.journal.recordErasure({
      kind: "customer",
      shopId: SHOP,
      requestKey: "r1",
      ...request,
    });
    await isNoticed();
    await deps.db.timeline.update({ where: { id: 1 }, data: { beat: before.beat } });

    expect(await isNoticed()).toBe(true);
    await deps.db.$transaction((tx) => endRestore(tx, SHOP, { skipsDue: false }, now));
    expect(await detectRestore(elsewhere)).toBe(true);
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(false);
    const erased = await deps.db.profile.findFirstOrThrow({ where: { customerId: "204" } });
    expect(erased.marketingState).toBe("redacted");
    rmSync(other, { recursive: true });
  });

  test("repeats the erasure of a shop that the back-up has as installed", async () => {
    const { beat } = await deps.db.timeline.findFirstOrThrow();
    await isNoticed();
    journal.recordErasure({ kind: "shop", shopId: SHOP, requestKey: "r2" });
    await deps.db.timeline.update({ where: { id: 1 }, data: { beat } });
    await isNoticed();
    expect(await deps.db.shop.count()).toBe(0);
    expect(await deps.db.profile.count()).toBe(0);
  });
});

describe("a provider with an unreadable list", () => {
  beforeEach(startAppOn(openTestDatabase));

  test("stops email for a day, then skips overdue messages", async () => {
    const unavailable = () => Promise.resolve({ kind: "unavailable", detail: "" } as const);
    const sentEmails = { list: unavailable, identify: unavailable };
    useMailer({ ...recordingMailer(), account: "resend/silent", sentEmails });
    await markConsentsReadUntil(later(200));
    await leaveCheckout("201", hoursAgo(2));
    await detectRestore(deps, { isDeclared: true });
    await run("feedback.reconcile-restore");
    setNow(later(23));
    await run("feedback.reconcile-restore");
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(true);
    setNow(later(25));
    await run("feedback.reconcile-restore");
    expect(await isPausedAfterRestore(deps.db, SHOP)).toBe(false);
    expect(await deps.db.enrollment.findFirst()).toMatchObject({ exitReason: "restored" });
  });
});
