import { storedJson } from "~/flows/stored-json";
import type { PrismaClient } from "~/generated/prisma/client";
import { signClickLink } from "~/messages/composing/click-link";
import type { ShopId } from "~/lib/shop-id";
import type { Keyring } from "~/privacy/keyring.server";
import { startChild } from "../child";
import type { DatabaseName } from "../main-job/databases";
import { onStage } from "../main-job/with-running-app";
import { cpuMs } from "../main-job/process-usage";
import { median, roundSignificant } from "../statistics";
import type { Table } from "../table";
import type { ClickResult, ClickTask } from "./click-load";
import { insertMessages } from "../../../test/support/message-rows";

const SHOPS = 4;
const EMAILS_A_SHOP = 250;
const CONNECTIONS = 64;
const WARM_UP_SECONDS = 3;
const SECONDS = 10;

/** Clicks in emails, over HTTP: each is stored before it is redirected. */
export async function benchClicks(
  databases: readonly DatabaseName[],
  repeats: number,
): Promise<Table> {
  const rows: (string | number)[][] = [];
  for (const name of databases) {
    const results: (ClickResult & { readonly cpuMs: number })[] = [];
    for (let i = 0; i < repeats; i++) results.push(await measure(name));
    const perSecond = median(results.map((it) => it.perSecond));
    const p99Ms = median(results.map((it) => it.p99Ms));
    rows.push([
      name,
      roundSignificant(perSecond),
      roundSignificant(median(results.map((it) => it.p50Ms))),
      roundSignificant(p99Ms),
      roundSignificant(median(results.map((it) => it.cpuMs))),
      results.reduce((sum, { failed }) => sum + failed, 0),
      perSecond >= 2_000 && p99Ms < 100 ? "met" : "missed",
    ]);
  }
  return {
    title: "Clicks in emails",
    intro: [
      `The built app over HTTP, in its own process: ${CONNECTIONS} connections follow the links of ${SHOPS * EMAILS_A_SHOP} emails of ${SHOPS} shops, each sends its next one when the last is answered, for ${SECONDS} s after ${WARM_UP_SECONDS} s of warm-up. The answer redirects and is sent after the commit. CPU is the app process's; on PGlite this includes the database. Guide: at least 2,000 clicks/s with p99 under 100 ms.`,
      "Clicks that arrive together are looked up and stored by one statement, whose commit costs about the same for many as for one. So a click costs less when more arrive, and its cost does not depend on the number of emails or clicks stored before. A separate job classifies clicks as human or machine a minute later; these figures do not include it.",
    ],
    columns: ["", "clicks/s", "p50 ms", "p99 ms", "CPU ms per click", "not redirected", "guide"],
    rows,
  };
}

function measure(name: DatabaseName): Promise<ClickResult & { readonly cpuMs: number }> {
  const scene = {
    name,
    worker: "off",
    shops: SHOPS,
    shopSize: { customers: EMAILS_A_SHOP, products: 10, ordersEach: 1 },
    prepare: storeEmails,
  } as const;
  return onStage(scene, async ({ port, app, prepared }) => {
    const task = {
      port,
      tokens: prepared,
      connections: CONNECTIONS,
      warmUpSeconds: WARM_UP_SECONDS,
      seconds: SECONDS,
    } satisfies ClickTask;
    const before = cpuMs(app);
    const load = startChild(new URL("./click-load.ts", import.meta.url), task);
    const result = await load.next<ClickResult>();
    await load.stop();
    const hits = result.perSecond * (SECONDS + WARM_UP_SECONDS);
    return { ...result, cpuMs: (cpuMs(app) - before) / hits };
  });
}

/**
 * An email sent to each customer yesterday, with one link.
 * @returns the links' tokens
 */
async function storeEmails(
  db: PrismaClient,
  shopIds: readonly ShopId[],
  keyring: Keyring,
): Promise<string[]> {
  const sentAt = new Date(Date.now() - 86_400_000);
  const tokens: string[] = [];
  for (const shopId of shopIds) {
    const profiles = await db.profile.findMany({
      where: { shopId },
      select: { profileId: true },
      take: EMAILS_A_SHOP,
    });
    const emails = profiles.map(({ profileId }) => ({
      profileId,
      messageId: `email-${profileId}`,
    }));
    await insertMessages(
      db,
      emails.map((email) => ({
        ...email,
        shopId,
        state: "sent",
        plannedAt: sentAt,
        nextRunAt: sentAt,
        expiresAt: sentAt,
        sentAt,
        linkCount: 1,
        intent: storedJson({}),
      })),
    );
    for (const { messageId } of emails) {
      const target = "https://kettle.example/products/tray";
      const link = { index: 0, position: "button", place: 1, target } as const;
      tokens.push(signClickLink({ shopId, messageId, link }, keyring));
    }
  }
  return tokens;
}
