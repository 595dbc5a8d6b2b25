import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { outboxMailer } from "~/delivery/mailers/mailer.outbox.server";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { languagesWith } from "~/i18n/catalog.server";
import { localize } from "~/messages/document/email-document";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { aBrand } from "../support/email-values";
import { anEmail } from "../support/emails";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "wire-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** An email client's view of the wire format, and the bytes themselves. */
async function throughTheWire(email: ReturnType<typeof anEmail>) {
  await outboxMailer({ folder }).sendBatch({ key: email.messageId, emails: [email] });
  const bytes = await readFile(join(folder, `${email.messageId}.eml`));
  return { bytes, read: await new PostalMime().parse(bytes) };
}

const withoutReturns = (text: string | undefined) =>
  (text ?? "").replaceAll("\r\n", "\n").trimEnd();

describe.each(languagesWith("email"))("an email in %s", (language) => {
  test("round-trips, in lines that every server accepts", async () => {
    const example = { products: [], currency: "JPY", shopUrl: "https://kettle.example" };
    for (const { templateId, document } of listReadyTemplates().slice(0, 12)) {
      const local = localize(document, language);
      const compiled = await compileTemplate({ email: local, brand: aBrand() });
      const filled = fillTemplate(compiled, exampleView(local, example));
      if (filled.kind === "refused") throw new Error(filled.reason);
      const { subject, html, text } = filled.email;
      const messageId = `${language}-${templateId.replace("/", "-")}`;
      const { bytes, read } = await throughTheWire(anEmail({ messageId, subject, html, text }));
      expect(read.subject).toBe(subject);
      expect(withoutReturns(read.html)).toBe(withoutReturns(html));
      expect(withoutReturns(read.text)).toBe(withoutReturns(text));
      // RFC 5322: 998 octets without the line end; non-ASCII text is encoded.
      const lines = bytes.toString("latin1").split(/\r?\n/);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(998);
      expect(lines.find((line) => !/^[\x20-\x7e\t]*$/.test(line))).toBeUndefined();
    }
  });
});

test("an address with umlauts in its name arrives in a form that every server accepts", async () => {
  const { read, bytes } = await throughTheWire(
    anEmail({ messageId: "idn", to: "ada@bücher.example" }),
  );
  expect(bytes.toString("latin1")).toContain("To: ada@xn--bcher-kva.example");
  expect(read.to?.[0]?.address).toMatch(/^ada@(?:bücher|xn--bcher-kva)\.example$/);
});
