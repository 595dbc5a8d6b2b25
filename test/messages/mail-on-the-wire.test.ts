import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outboxMailer } from "~/delivery/mailer.outbox.server";
import { compileTemplate } from "~/messages/composing/compile-template.server";
import { MailLanguage } from "~/messages/document/languages";
import { localize } from "~/messages/document/mail-document";
import { exampleView } from "~/messages/merge/example-values";
import { fillTemplate } from "~/messages/merge/fill-template";
import { listReadyTemplates } from "~/messages/ready/ready-templates";
import { aBrand } from "../support/mail-values";
import { aMail } from "../support/mails";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wire-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a mail program reads out of what goes over the wire, and the wire's own bytes. */
async function throughTheWire(mail: ReturnType<typeof aMail>) {
  await outboxMailer({ folder }).sendBatch({ key: mail.messageId, mails: [mail] });
  const bytes = await readFile(join(folder, `${mail.messageId}.eml`));
  return { bytes, read: await new PostalMime().parse(bytes) };
}

const withoutReturns = (text: string | undefined) =>
  (text ?? "").replaceAll("\r\n", "\n").trimEnd();

describe.each(MailLanguage.options)("a mail in %s", (language) => {
  test("is read as it was written, from lines that every server passes on", async () => {
    const example = { products: [], currency: "JPY", shopUrl: "https://kettle.example" };
    for (const { templateId, document } of listReadyTemplates().slice(0, 12)) {
      const local = localize(document, language);
      const compiled = await compileTemplate({ mail: local, brand: aBrand() });
      const filled = fillTemplate(compiled, exampleView(local, example));
      if (filled.kind === "refused") throw new Error(filled.reason);
      const { subject, html, text } = filled.mail;
      const messageId = `${language}-${templateId.replace("/", "-")}`;
      const { bytes, read } = await throughTheWire(aMail({ messageId, subject, html, text }));
      expect(read.subject).toBe(subject);
      expect(withoutReturns(read.html)).toBe(withoutReturns(html));
      expect(withoutReturns(read.text)).toBe(withoutReturns(text));
      // RFC 5322: 998 octets beside the line's end; what is not ASCII is encoded.
      const lines = bytes.toString("latin1").split(/\r?\n/);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(lines.find((line) => !/^[\x20-\x7e\t]*$/.test(line))).toBeUndefined();
    }
  });
});

test("an address under a name with umlauts arrives in the form that every server knows", async () => {
  const { read, bytes } = await throughTheWire(
    aMail({ messageId: "idn", to: "ada@bücher.example" }),
  );
  expect(bytes.toString("latin1")).toContain("To: ada@xn--bcher-kva.example");
  expect(read.to?.[0]?.address).toMatch(/^ada@(?:bücher|xn--bcher-kva)\.example$/);
});
