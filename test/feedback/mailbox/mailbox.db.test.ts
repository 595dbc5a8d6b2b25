import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { signedAddress, type AddressUse } from "~/delivery/inbound/signed-address.server";
import { createMailer } from "~/delivery/mailers/create-mailer.server";
import { readWhenDue } from "~/feedback/mailbox/start-mailbox-reader.server";
import { ShopId } from "~/lib/shop-id";
import { daysAgo, NOW, SHOP } from "../../support/builders";
import { startLocalImap, type LocalImap } from "../../support/local-imap";
import { startLocalSmtp } from "../../support/local-smtp";
import * as reports from "../../support/report-emails";
import { waitFor } from "../../support/wait-for";
import { useEmailEvents } from "../email-events/use-email-events";

const stage = useEmailEvents();
const MESSAGE = "0192aaaa-0000-8000-8000-00000000000a";
const BOUNCES = "bounces@mail.kettle.example";
const STOP = "unsubscribe@mail.kettle.example";
const READ = "Kindred read";
const OTHER = "Kindred other";
const signal = new AbortController().signal;

let imap: LocalImap;
let logged: string[];
beforeEach(async () => {
  imap = await startLocalImap();
  logged = [];
  await stage.deps.db.inboundMailbox.deleteMany();
});
afterEach(() => imap.close());

const inbound = () => ({
  imapUrl: imap.url,
  secret: null,
  bounceAddress: BOUNCES,
  unsubscribeAddress: STOP,
});
const log = {
  error: (_fields: object | string, text?: string) => void logged.push(`error ${text}`),
  info: (_fields: object | string, text?: string) => void logged.push(`info ${text}`),
  warn: () => undefined,
};
const read = () =>
  readWhenDue(inbound(), { ...stage.deps, webhooks: stage.webhooks, log }, signal, 5_000);
const makeDue = () => stage.deps.db.inboundMailbox.updateMany({ data: { nextReadAt: daysAgo(1) } });
const addressOf = (use: AddressUse, shopId = SHOP) =>
  signedAddress(
    use,
    use === "bounce" ? BOUNCES : STOP,
    { shopId, messageId: MESSAGE },
    stage.deps.keyring,
  )!;
const suppressions = async () => {
  const rows = await stage.deps.db.suppression.findMany({ where: { shopId: SHOP } });
  return rows.map(({ reason }) => reason);
};
const send = async () => {
  await stage.plan("1", MESSAGE);
  await stage.drain();
};
/** Reads the mailbox and applies what it reported. */
const readAndApply = async () => {
  await read();
  await stage.apply();
};

describe("an email server's report", () => {
  test.each<[string, (parts: reports.ReportParts) => string, string, string[]]>([
    ["Postfix", reports.postfixBounce, "bounced", ["hard_bounce"]],
    ["Exim", reports.eximBounce, "bounced", ["hard_bounce"]],
    ["Exim in words", reports.eximBounceInWords, "bounced", ["hard_bounce"]],
    ["qmail", reports.qmailBounce, "bounced", ["hard_bounce"]],
    ["Exchange", reports.exchangeBounce, "bounced", ["hard_bounce"]],
    ["Gmail", reports.gmailBounce, "bounced", ["hard_bounce"]],
    ["Postfix while it retries", reports.postfixDelay, "delayed", []],
    [
      "a full mailbox",
      (parts) => reports.postfixBounce(parts, { action: "failed", status: "5.2.2" }),
      "soft_bounced",
      [],
    ],
    [
      "a complaint",
      (parts) => reports.aFeedbackReport({ to: "fbl@mail.kettle.example" }, parts.to),
      "complained",
      ["complaint"],
    ],
  ])("of %s reaches the email and its address", async (_who, write, delivery, reasons) => {
    await send();
    imap.deliver(write({ to: addressOf("bounce") }));
    await readAndApply();
    expect(await stage.email(MESSAGE)).toMatchObject({ deliveryState: delivery });
    expect(await suppressions()).toEqual(reasons);
    expect([imap.list("INBOX"), imap.list(READ), imap.list(OTHER)].map((it) => it.length)).toEqual([
      ...[0, 1, 0],
    ]);
  });

  test("arrives at the return path of the email, which names no person", async () => {
    const smtp = await startLocalSmtp();
    const mailer = createMailer(
      { email: { driver: "smtp", url: smtp.url }, inbound: inbound() },
      stage.deps,
    );
    await stage.plan("1", MESSAGE);
    await stage.drain({ ...stage.deps, mailer });
    const [sent] = smtp.taken;
    await smtp.close();
    expect(sent?.returnPath).toBe(addressOf("bounce"));
    expect(sent?.returnPath.split("@")[0]?.length).toBeLessThanOrEqual(64);

    // Some servers change the case of addresses.
    imap.deliver(reports.postfixBounce({ to: sent!.returnPath.toUpperCase() }));
    await readAndApply();
    expect(await suppressions()).toEqual(["hard_bounce"]);
  });

  test("cannot be forged", async () => {
    await send();
    const address = addressOf("bounce");
    const other = ShopId.parse("other.myshopify.com");
    for (const to of [
      address.replace(/.@/, (it) => (it.startsWith("a") ? "b@" : "a@")),
      addressOf("bounce", other),
      BOUNCES,
    ]) {
      imap.deliver(reports.postfixBounce({ to }));
    }
    await readAndApply();
    expect(await stage.deps.db.inboxEntry.count()).toBe(0);
    expect(imap.list(OTHER)).toHaveLength(3);
  });

  test("about a stranger's address suppresses only the address that we wrote to", async () => {
    await send();
    imap.deliver(reports.postfixBounce({ to: addressOf("bounce"), recipient: "eve@example.com" }));
    await readAndApply();
    const { keyring, db } = stage.deps;
    const [row] = await db.suppression.findMany({ where: { shopId: SHOP } });
    const eve = keyring.blindIndex(SHOP, "eve@example.com");
    expect(Buffer.compare(row!.emailIndex, eve)).not.toBe(0);
  });

  test("counts once when it is delivered twice", async () => {
    await send();
    imap.deliver(reports.postfixBounce({ to: addressOf("bounce") }));
    imap.deliver(`Received: again\r\n${reports.postfixBounce({ to: addressOf("bounce") })}`);
    await readAndApply();
    expect(await stage.deps.db.inboxEntry.count()).toBe(1);
    expect(imap.list(READ)).toHaveLength(2);
  });

  test("is not an out-of-office reply", async () => {
    await send();
    imap.deliver(reports.anOutOfOfficeReply({ to: addressOf("bounce") }));
    await readAndApply();
    expect(await suppressions()).toEqual([]);
    expect(imap.list(OTHER)).toHaveLength(1);
  });
});

describe("an email to an unsubscribe address", () => {
  const configured = () => ({
    ...stage.deps,
    config: { ...stage.deps.config, inbound: inbound() },
  });
  const headerOfSent = () => stage.deps.mailer.taken.at(-1)?.headers["List-Unsubscribe"];

  test("unsubscribes the recipient of the email that names the address", async () => {
    await stage.plan("1", MESSAGE);
    await stage.drain(configured());
    const [, address = ""] = /<mailto:([^?>]+)\?subject=unsubscribe>/.exec(headerOfSent() ?? "")!;
    expect(headerOfSent()).toMatch(/^<https:/);
    expect(address).toBe(addressOf("unsubscribe"));

    imap.deliver(reports.anUnsubscribeEmail(address));
    imap.deliver(
      reports.anUnsubscribeEmail(address, { headers: ["Auto-Submitted: auto-generated"] }),
    );
    await read();
    expect(await suppressions()).toEqual(["unsubscribe"]);
    const events = await stage.deps.db.event.findMany({ where: { kind: "email_unsubscribed" } });
    expect(events).toHaveLength(1);
    expect(imap.list(READ)).toHaveLength(2);
  });

  test("is offered only if a mailbox is read", async () => {
    await send();
    expect(headerOfSent()).toMatch(/^<https:[^,]+>$/);
  });

  test.each<[string, () => string]>([
    [
      "a forged address",
      () => reports.anUnsubscribeEmail(addressOf("unsubscribe").replace(/..@/, "xx@")),
    ],
    ["an out-of-office reply", () => reports.anOutOfOfficeReply({ to: addressOf("unsubscribe") })],
    [
      "an answer of a program",
      () =>
        reports.anUnsubscribeEmail(addressOf("unsubscribe"), {
          headers: ["Auto-Submitted: auto-generated"],
          subject: "Automatic reply: A new tray",
        }),
    ],
    [
      "an email of a list",
      () => reports.anUnsubscribeEmail(addressOf("unsubscribe"), { headers: ["Precedence: bulk"] }),
    ],
    ["the return path's token", () => reports.anUnsubscribeEmail(addressOf("bounce"))],
  ])("does nothing for %s", async (_what, write) => {
    await send();
    imap.deliver(write());
    await readAndApply();
    expect(await suppressions()).toEqual([]);
    expect(imap.list(OTHER)).toHaveLength(1);
  });
});

describe("the mailbox", () => {
  test.each([
    { command: "LOGIN", when: "after" },
    { command: "FETCH", when: "before" },
    { command: "FETCH", when: "after" },
    { command: "MOVE", when: "before" },
    { command: "MOVE", when: "after" },
  ] as const)("loses nothing when the connection breaks: $when $command", async (fault) => {
    await send();
    for (let i = 0; i < 25; i++) {
      const messageId = `<dsn-${i}@mx.example>`;
      imap.deliver(reports.postfixBounce({ to: addressOf("bounce"), messageId }));
    }
    imap.cut(fault);
    expect(await read()).toBeNull();
    await makeDue();
    await readAndApply();
    expect(imap.list("INBOX")).toHaveLength(0);
    expect(imap.list(READ)).toHaveLength(25);
    expect(await stage.deps.db.inboxEntry.count()).toBe(25);
    expect(await suppressions()).toEqual(["hard_bounce"]);
  });

  test("is read by one process at a time, and again when it is due", async () => {
    await send();
    imap.deliver(reports.postfixBounce({ to: addressOf("bounce") }));
    const counts = await Promise.all(Array.from({ length: 5 }, read));
    expect(counts.filter((it) => it !== null)).toEqual([1]);
    expect(imap.sessions()).toBe(1);
    expect(await read()).toBeNull();
    await makeDue();
    expect(await read()).toBe(0);
  });

  test("is left to others by a process that lost its lease", async () => {
    await send();
    imap.deliver(reports.postfixBounce({ to: addressOf("bounce") }));
    const { db } = stage.deps;
    const lookUp = db.inboundMailbox.findFirst.bind(db.inboundMailbox);
    imap.cut({ command: "SELECT", when: "before" });
    await read();
    await makeDue();
    await db.inboundMailbox.updateMany({
      data: { leaseToken: "other", leasedUntil: new Date(Date.UTC(2100, 0)) },
    });
    expect(await read()).toBeNull();
    expect(await lookUp()).toMatchObject({ leaseToken: "other" });
    expect(imap.list("INBOX")).toHaveLength(1);
  });

  test("logs an outage once, waits longer each time, and says when it is over", async () => {
    const url = imap.url;
    await imap.close();
    const readClosed = () =>
      readWhenDue(
        { ...inbound(), imapUrl: url },
        { ...stage.deps, webhooks: stage.webhooks, log },
        signal,
        5_000,
      );
    for (let i = 0; i < 3; i++) {
      expect(await readClosed()).toBeNull();
      await makeDue();
    }
    expect(logged).toEqual(["error the inbound mailbox cannot be read"]);
    expect(await stage.deps.db.inboundMailbox.findFirst()).toMatchObject({ failures: 3 });

    imap = await startLocalImap();
    // The same mailbox at its new port.
    await stage.deps.db.inboundMailbox.deleteMany();
    await read();
    await stage.deps.db.inboundMailbox.updateMany({
      data: { failures: 3, nextReadAt: daysAgo(1) },
    });
    expect(await read()).toBe(0);
    expect(logged.at(-1)).toBe("info the mailbox can be read again");
  });

  test("keeps read reports for 30 days", async () => {
    await send();
    const report = (messageId: string) =>
      reports.postfixBounce({ to: addressOf("bounce"), messageId });
    imap.deliver(report("<old@mx.example>"), new Date(+NOW - 31 * 86_400_000));
    imap.deliver(report("<new@mx.example>"), new Date(+NOW - 29 * 86_400_000));
    await read();
    await waitFor("the purge", () => (imap.list(READ).length === 1 ? true : null));
    expect(imap.list(READ)[0]).toContain("<new@mx.example>");
  });
});
