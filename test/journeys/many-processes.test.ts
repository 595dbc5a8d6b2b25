import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyMigrations } from "~/db-migrations.server";
import { findScope } from "~/db-scope.server";
import { openDatabase, type Database } from "~/db.server";
import { startLocalResend, type LocalResend } from "../support/local-resend";
import { proveSenders } from "../support/outbox-stage";
import { findPostgres } from "../support/find-postgres";
import { smallStore } from "../support/small-store";
import { openStage, type OwnStage } from "../support/stage";

const SERVER = await findPostgres();
const CUSTOMERS = 30;
const NAME = `kindred_journey_${randomUUID().replaceAll("-", "")}`;

/** As in production: one web process, two workers, PostgreSQL, Resend. */
describe("on PostgreSQL with separate workers", () => {
  let admin: pg.Client;
  let database: Database;
  let provider: LocalResend;
  let stage: OwnStage;

  beforeAll(async () => {
    if (SERVER === null) return;
    admin = new pg.Client({ connectionString: SERVER });
    await admin.connect();
    await admin.query(`create database ${NAME}`);
    const url = new URL(SERVER);
    url.pathname = `/${NAME}`;
    database = await openDatabase({ driver: "postgres", url: url.href, poolSize: 2 }, findScope);
    await applyMigrations(database);
    provider = await startLocalResend();
    stage = await openStage({
      seeds: [smallStore({ customers: CUSTOMERS })],
      flows: ["abandoned-checkout"],
      workers: 2,
      env: {
        DATABASE_URL: url.href,
        KINDRED_WORKER: "off",
        RESEND_API_KEY: "re_journey",
        RESEND_BASE_URL: provider.url,
      },
    });
    await proveSenders(database.db);
  });
  afterAll(async () => {
    if (SERVER === null) return;
    await stage.close();
    await provider.close();
    await database.close();
    await admin.query(`drop database ${NAME} with (force)`);
    await admin.end();
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
    await stage.advance(1.9);
    provider.fail({ kind: "accept_slowly", delayMs: 1_000 });
    await stage.control.setClock({ advanceMs: 20 * 60_000 });
    await stage.killWorker(0);
    await stage.advance(0.5);
    await stage.advance(0.5);

    const recipients = provider.accepted.map(({ recipient }) => recipient);
    expect(new Set(recipients).size).toBe(CUSTOMERS);
    expect(recipients).toHaveLength(CUSTOMERS);
    expect(await database.db.messageStatus.count({ where: { state: "sent" } })).toBe(CUSTOMERS);
  });
});
