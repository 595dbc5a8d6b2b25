import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IS_DEEP } from "../support/is-deep";
import { startLocalResend, type Fault, type LocalResend } from "../support/local-resend";
import { proveSenders } from "../support/outbox-stage";
import { OPENED_AT, smallStore } from "../support/small-store";
import { openStage, type OwnStage } from "../support/stage";

const CUSTOMERS = 24;
const FIRST_CUSTOMER = 1_001_000;
/** Longer than a lease and any retry delay. */
const LATER_HOURS = 0.5;

/** The end of the process, in ms after its first email. */
const KILLS: readonly (readonly [when: string, faults: readonly Fault[], waitMs: number])[] = [
  ["before the provider took the emails", [{ kind: "hang" }], 300],
  ["after the provider took them and before it answered", [{ kind: "accept_then_hang" }], 300],
  ["at once", [], 0],
  ["while the provider takes its time", [{ kind: "accept_slowly", delayMs: 400 }], 200],
  ["a moment later", [], 60],
];

let provider: LocalResend;
let stage: OwnStage;
let round = 0;

beforeAll(async () => {
  provider = await startLocalResend();
  stage = await openStage({
    seeds: [smallStore({ customers: CUSTOMERS })],
    flows: ["abandoned-checkout"],
    isOnServer: !IS_DEEP,
    env: { RESEND_API_KEY: "re_journey", RESEND_BASE_URL: provider.url },
  });
  await stage.withDatabase(proveSenders);
});
afterAll(async () => {
  await stage.close();
  await provider.close();
});

/** Abandons a checkout for each customer and moves the clock to just before the first emails are due. */
async function leaveCheckouts(): Promise<void> {
  round += 1;
  // Noon of its own day: far from quiet hours, and the caps of the previous round have expired.
  const noon = new Date(Date.parse(OPENED_AT) + round * 8 * 24 * 3_600_000);
  await stage.control.setClock({ storeAt: noon.toISOString(), rate: 0 });
  await stage.merchants[0]!.waitUntilQuiet();
  await stage.control.play(
    stage.shops[0]!,
    Array.from({ length: CUSTOMERS }, (_, i) => ({
      kind: "checkout_created" as const,
      checkout: {
        token: `round${round}-${i}`,
        customerId: String(FIRST_CUSTOMER + i),
        lines: [{ productId: "1000001", variantId: "1000101", quantity: 1 }],
      },
    })),
    { wait: true },
  );
  await stage.advance(0.9);
}

/** The emails accepted in this round. */
const acceptedSince = (from: number) => provider.accepted.slice(from);

describe("F1, F2, F4: kill -9 during sending", () => {
  test.each(KILLS.slice(0, IS_DEEP ? KILLS.length : 3))(
    "%s: every email is sent once and none is lost",
    async (_when, faults, waitMs) => {
      await leaveCheckouts();
      const from = provider.accepted.length;
      const calls = provider.calls.length;
      provider.fail(...faults);

      await stage.control.setClock({ advanceMs: 20 * 60_000 });
      if (faults.length > 0) {
        await expect.poll(() => provider.calls.length).toBeGreaterThan(calls);
      }
      await sleep(waitMs);
      await stage.kill("SIGKILL");
      await stage.restart();
      await stage.advance(LATER_HOURS);
      await stage.advance(LATER_HOURS);

      const recipients = acceptedSince(from).map(({ recipient }) => recipient);
      expect(new Set(recipients).size).toBe(recipients.length);
      expect(recipients.length).toBeGreaterThan(CUSTOMERS * 0.7);
      // Nothing of this round affects the next, since these checkouts are completed.
      await stage.control.play(
        stage.shops[0]!,
        Array.from({ length: CUSTOMERS }, (_, i) => ({
          kind: "checkout_completed" as const,
          token: `round${round}-${i}`,
        })),
        { wait: true },
      );
    },
  );

  test("sent messages in the database equal the emails that the provider accepted", async () => {
    const { sent, unsettled } = await stage.withDatabase(async (db) => ({
      sent: await db.messageStatus.findMany({
        where: { state: "sent" },
        select: { messageId: true },
      }),
      unsettled: await db.messageStatus.count({ where: { state: { in: ["sending", "unknown"] } } }),
    }));
    const accepted = provider.accepted.map(({ messageId }) => messageId);
    expect(unsettled).toBe(0);
    expect(accepted.toSorted()).toEqual(sent.map(({ messageId }) => messageId).toSorted());
    expect(new Set(accepted).size).toBe(accepted.length);
  });
});
