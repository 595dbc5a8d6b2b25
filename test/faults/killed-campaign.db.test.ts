import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { CampaignCommand } from "~/campaigns/campaign-status";
import type { Database } from "~/db.server";
import { resendMailer } from "~/delivery/mailers/mailer.resend.server";
import { openCampaignBench, type CampaignBench } from "../campaigns/campaign-bench";
import { hoursAgo } from "../support/builders";
import { openTestDatabase } from "../support/database";
import { startLocalResend, type Fault, type LocalResend } from "../support/local-resend";
import { overSeeds } from "../support/over-seeds";
import type { CampaignTask } from "./campaign-worker";
import { startProcess } from "./start-process";

const PEOPLE = 60;
/** Longer than a lease, and than the pause between two slices of a throttled campaign. */
const ROUND_HOURS = 0.1;
const ROUNDS = 4;

let database: Database;
let provider: LocalResend;
let bench: CampaignBench;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  provider = await startLocalResend();
  bench = openCampaignBench(database);
  await bench.begin();
  await bench.db.mailerAccount.deleteMany();
  for (let n = 0; n < PEOPLE; n++) {
    await bench.store(String(1_000 + n));
  }
});
afterEach(() => provider.close());

const ONE_PROCESS = "a PGlite belongs to one process";
const url = () => (database.driver.kind === "postgres" ? database.driver.url : null);

const FAULTS: readonly (Fault | null)[] = [
  null,
  { kind: "accept_then_hang" },
  { kind: "accept_then_reset" },
  { kind: "hang" },
  { kind: "accept_slowly", delayMs: 150 },
];
const COMMANDS: readonly (CampaignCommand | null)[] = ["pause", "resume", null, "cancel"];

/** Number of the campaign's emails by state. */
async function count(campaignId: string): Promise<Partial<Record<string, number>>> {
  const states = await bench.states(campaignId);
  return Object.fromEntries(
    [...new Set(states.map(({ state }) => state))].map((state) => [
      state,
      states.reduce((sum, row) => (row.state === state ? sum + row._count : sum), 0),
    ]),
  );
}

overSeeds(
  "killed, paused, resumed and canceled at any point, a campaign reaches exactly those it says, each once",
  { usual: 6 },
  async (draw, { skip }) => {
    const databaseUrl = url() ?? skip(ONE_PROCESS);
    const campaignId = await bench.create({ emailsPerHour: draw.of([null, 240]) });
    await bench.start(campaignId);
    let most = PEOPLE;
    for (let round = 0; round < ROUNDS; round++) {
      bench.at(hoursAgo(-ROUND_HOURS * round));
      const fault = draw.of(FAULTS);
      if (fault) provider.fail(fault);
      const worker = await startProcess("./campaign-worker.ts", {
        databaseUrl,
        providerUrl: provider.url,
        now: bench.today().toISOString(),
        death: null,
      } satisfies CampaignTask);
      await worker.says(1);
      await sleep(draw.between(0, 250));
      const command = draw.of(COMMANDS);
      const outcome = command && (await bench.command(campaignId, command));
      if (outcome?.kind === "changed") {
        // Emails already sent may still be accepted, but no others.
        const { sent = 0, sending = 0 } = await count(campaignId);
        most = command === "resume" ? PEOPLE : sent + sending;
      }
      await sleep(draw.between(0, 250));
      worker.signal("SIGKILL");
      await worker.over();
      expect(provider.accepted.length).toBeLessThanOrEqual(most);
    }

    await bench.command(campaignId, "resume");
    // Remaining faults are waited out for a second each, and not as long as in production.
    bench.deliverBy(resendMailer({ apiKey: "re_test", baseUrl: provider.url, timeoutMs: 1_000 }));
    bench.at(hoursAgo(-ROUND_HOURS * ROUNDS));
    await bench.runOut();

    const taken = provider.accepted.map(({ messageId }) => messageId).toSorted();
    const sent = await bench.db.messageStatus.findMany({
      where: { campaignId, state: "sent" },
      orderBy: { messageId: "asc" },
    });
    expect(taken).toEqual(sent.map(({ messageId }) => messageId));
    expect(new Set(sent.map(({ profileId }) => profileId)).size).toBe(sent.length);
    const { status } = await bench.db.campaign.findFirstOrThrow({ where: { campaignId } });
    const { planned = 0, sending = 0, skipped = 0 } = await count(campaignId);
    expect([planned, sending]).toEqual([0, 0]);
    if (status === "canceled") expect(sent.length + skipped).toBeLessThanOrEqual(PEOPLE);
    else expect([status, sent.length]).toEqual(["sent", PEOPLE]);
  },
);
