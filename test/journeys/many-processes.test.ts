import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findPostgres } from "../support/find-postgres";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { proveSenders } from "../support/outbox-stage";
import { smallStore } from "../support/small-store";
import { openStage, type OwnStage } from "../support/stage";

const SERVER = await findPostgres();
const CUSTOMERS = 30;

/** As in production: one web process, two workers, PostgreSQL, Resend. */
describe("on PostgreSQL with separate workers", () => {
  let provider: LocalResend;
  let stage: OwnStage;

  beforeAll(async () => {
    if (SERVER === null) return;
    provider = await startLocalResend();
    stage = await openStage({
      seeds: [smallStore({ customers: CUSTOMERS })],
      flows: ["abandoned-checkout"],
      isOnServer: true,
      workers: 2,
      env: {
        KINDRED_WORKER: "off",
        RESEND_API_KEY: "re_journey",
        RESEND_BASE_URL: provider.url,
      },
    });
    await stage.withDatabase(proveSenders);
  });
  afterAll(async () => {
    if (SERVER === null) return;
    await stage.close();
    await provider.close();
  });
  beforeEach(({ skip }) => skip(SERVER === null, "no PostgreSQL answers; test/README.md"));

  test("every abandoned checkout gets one email, even when a worker is killed", async () => {
    await stage.control.play(
      stage.shops[0]!,
      Array.from({ length: CUSTOMERS }, (_, i) => ({
        kind: "checkout_created" as const,
        checkout: {
          token: `left-${i}`,
          customerId: String(1_001_000 + i),
          lines: [{ productId: "1000001", variantId: "1000101", quantity: 1 }],
        },
      })),
      { wait: true },
    );
    await stage.advance(0.9);
    provider.fail({ kind: "accept_slowly", delayMs: 1_000 });
    await stage.control.setClock({ advanceMs: 20 * 60_000 });
    await stage.killWorker(0);
    await stage.advance(0.5);
    await stage.advance(0.5);

    const recipients = provider.accepted.map(({ recipient }) => recipient);
    expect(new Set(recipients).size).toBe(CUSTOMERS);
    expect(recipients).toHaveLength(CUSTOMERS);
    const sent = await stage.withDatabase((db) =>
      db.messageStatus.count({ where: { state: "sent" } }),
    );
    expect(sent).toBe(CUSTOMERS);
  });
});
