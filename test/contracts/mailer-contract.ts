import { beforeEach, describe, expect, test } from "vitest";
import type { Email } from "~/delivery/email";
import type { Mailer } from "~/delivery/mailer";
import { anEmail } from "../support/emails";

/** A mailer with access to its sent emails. */
export interface MailerUnderTest {
  readonly mailer: Mailer;
  /** Message ids of all sent emails, each as often as it was sent. */
  sentMessageIds(): Promise<string[]>;
}

/** The contract of every mailer driver. */
export function mailerContract(name: string, start: () => Promise<MailerUnderTest>) {
  describe(`the ${name} mailer`, () => {
    let at: MailerUnderTest;
    beforeEach(async () => {
      at = await start();
    });
    const send = (key: string, emails: readonly Email[]) => at.mailer.sendBatch({ key, emails });

    test("answers with one result for each email, in order", async () => {
      const emails = [anEmail(), anEmail(), anEmail()];
      const outcome = await send("batch-1", emails);
      expect(outcome).toMatchObject({
        kind: "answered",
        results: [{ kind: "accepted" }, { kind: "accepted" }, { kind: "accepted" }],
      });
      expect((await at.sentMessageIds()).sort()).toEqual(emails.map((m) => m.messageId).sort());
    });

    test("gives each email its own id", async () => {
      const outcome = await send("batch-1", [anEmail(), anEmail()]);
      if (outcome.kind !== "answered") throw new Error(outcome.kind);
      const ids = outcome.results.map((result) =>
        result.kind === "accepted" ? result.providerId : "",
      );
      expect(new Set(ids).size).toBe(2);
    });

    test("sends nothing twice when a batch is repeated, and returns the same results", async () => {
      const emails = [anEmail(), anEmail()];
      const first = await send("batch-1", emails);
      expect(await send("batch-1", emails)).toEqual(first);
      expect(await at.sentMessageIds()).toHaveLength(2);
    });

    test("sends nothing twice when a batch that was stored as JSON is repeated", async () => {
      const emails = [anEmail()];
      const first = await send("batch-1", emails);
      expect(await send("batch-1", JSON.parse(JSON.stringify(emails)) as Email[])).toEqual(first);
      expect(await at.sentMessageIds()).toHaveLength(1);
    });

    test("accepts a full batch of 100", async () => {
      const outcome = await send(
        "batch-1",
        Array.from({ length: 100 }, () => anEmail()),
      );
      expect(outcome).toMatchObject({ kind: "answered" });
      expect(await at.sentMessageIds()).toHaveLength(100);
    });

    test("accepts any language, quotes and long texts", async () => {
      const email = anEmail({
        from: { name: `O’Neil "& Co", Ltd`, address: "hello@kettle.example" },
        subject: "Für dich: 木のトレイ 🎁",
        text: "£24 – ≥ 1\n.\nFrom here on\n".repeat(40),
      });
      expect(await send("batch-1", [email])).toMatchObject({
        kind: "answered",
        results: [{ kind: "accepted" }],
      });
    });
  });
}
