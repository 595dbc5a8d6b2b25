import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { NEXT_ORDER } from "~/flows/library/people/next-order";
import { endEnrollmentsJob } from "~/flows/status/end-enrollments.job.server";
import { setFlowStatus } from "~/flows/status/set-flow-status.server";
import { NOW, SHOP } from "../support/builders";
import { aCheckoutUpdated, storeCheckout, recordEvent } from "../support/stored-checkout";
import { FLOW_ID } from "../support/stored-rows";
import { openEnrollmentBench, type EnrollmentBench } from "./enrollment-bench";

let bench: EnrollmentBench;
let deps: EnrollmentBench["deps"];
const enroll = () => bench.enroll();
const enrollments = () => bench.enrollments();
const messages = () => bench.messages();
const runUntil = (...instants: Date[]) => bench.runUntil(...instants);

beforeAll(async () => {
  bench = await openEnrollmentBench();
});
afterAll(() => bench.database.close());
beforeEach(async () => {
  await bench.empty();
  ({ deps } = bench);
});

describe("a flow's status", () => {
  const set = (status: "live" | "paused" | "archived" | "draft") =>
    setFlowStatus(SHOP, { flowId: FLOW_ID, status }, "merchant", deps);

  test("holds its enrollments while paused and resumes them afterward", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await set("paused");
    await runUntil(NOW);
    expect(await messages()).toEqual([]);
    await set("live");
    await runUntil(NOW);
    expect(await messages()).toHaveLength(1);
  });

  test("requests discount codes for its emails as soon as it goes live", async () => {
    await set("paused");
    expect(deps.announced).not.toContainEqual({ shopId: SHOP, fact: "codes_wanted" });
    await set("live");
    expect(deps.announced).toContainEqual({ shopId: SHOP, fact: "codes_wanted" });
  });

  test("enrolls no one while paused", async () => {
    await set("paused");
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    expect(await enrollments()).toEqual([]);
  });

  test("ends its enrollments and cancels their planned emails when archived", async () => {
    await storeCheckout(deps.db, deps.keyring, "c1", { token: "t1" });
    await recordEvent(deps.db, deps, [aCheckoutUpdated("t1")]);
    await enroll();
    await runUntil(NOW);
    expect(await set("archived")).toEqual({ kind: "changed" });
    await endEnrollmentsJob.run(SHOP, deps, new AbortController().signal);
    expect(await enrollments()).toMatchObject([{ state: "ended", exitReason: "flow_archived" }]);
    expect(await messages()).toMatchObject([{ state: "skipped", reason: "flow_archived" }]);
  });

  test("cannot go live with too few buyers and reports how many there are", async () => {
    const flowId = NEXT_ORDER.key;
    const turnOn = () => setFlowStatus(SHOP, { flowId, status: "live" }, "merchant", deps);
    const buyers = await deps.db.profile.count({ where: { shopId: SHOP, orderCount: { gt: 0 } } });
    expect(await turnOn()).toEqual({ kind: "locked", buyers, needed: 500 });

    await deps.db.profile.createMany({
      data: Array.from({ length: 500 - buyers }, (_, i) => ({
        shopId: SHOP,
        profileId: `cbuyer-${i}`,
        orderCount: 1,
        createdAt: NOW,
      })),
    });
    expect(await turnOn()).toEqual({ kind: "changed" });
  });

  test("allows only valid transitions and audits each one", async () => {
    expect(await set("live")).toEqual({ kind: "unchanged" });
    expect(await set("draft")).toEqual({ kind: "refused", reason: "not_allowed" });
    expect(
      await setFlowStatus(SHOP, { flowId: "no such flow", status: "live" }, "merchant", deps),
    ).toEqual({ kind: "refused", reason: "not_found" });
    await set("paused");
    expect(await deps.db.auditEntry.findMany({ select: { action: true, detail: true } })).toEqual([
      { action: "flow_status_set", detail: { flowId: FLOW_ID, from: "live", to: "paused" } },
    ]);
  });
});
