import { describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { compileTemplate } from "~/messages/composing/compile-template.server";
import { checkMail } from "~/messages/document/check-mail";
import { MailLanguage } from "~/messages/document/languages";
import { localize, type LocalMail } from "~/messages/document/mail-document";
import { isLarge } from "~/messages/editing/mail-size";
import { exampleView } from "~/messages/merge/example-values";
import { fillTemplate } from "~/messages/merge/fill-template";
import { findReadyTemplate, listReadyTemplates } from "~/messages/ready/ready-templates";
import { aBrand } from "../../support/mail-values";

const brand = aBrand();
const ready = listReadyTemplates();
const example = { products: [], currency: "GBP", shopUrl: "https://kettle.example" };

/** The values that texts name. */
const values = (text: string) =>
  [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, path]) => path ?? "");

describe.each(MailLanguage.options)("ready mails in %s", (language) => {
  test("can all be sent, far below the size at which they are cut off", async () => {
    for (const { templateId, document } of ready) {
      const mail = localize(document, language);
      expect(mail.language).toBe(language);
      const compiled = await compileTemplate({ mail, brand });
      const filled = fillTemplate(compiled, exampleView(mail, example));
      if (filled.kind === "refused") throw new Error(`${templateId}: ${filled.reason}`);
      expect(isLarge(filled.mail.htmlBytes)).toBe(false);
      expect(filled.mail.subject.length).toBeLessThan(80);
      expect(filled.mail.html).toContain(`dir="${language === "ar" ? "rtl" : "ltr"}"`);
      for (const face of [filled.mail.html, filled.mail.text, filled.mail.subject]) {
        expect(face).not.toMatch(/\{\{|\}\}|undefined|[\ue000-\ue003]/);
      }
    }
  });

  test("have nothing to mend before they are published", () => {
    for (const { document } of ready) {
      const problems = checkMail(localize(document, language), brand);
      expect(problems.filter(({ field }) => field !== "code")).toEqual([]);
    }
  });

  test("name no value that the English ones do not", () => {
    for (const { document } of ready) {
      const namesIn = ({
        subject,
        preheader,
        blocks,
      }: Pick<LocalMail, "subject" | "preheader" | "blocks">) =>
        values(JSON.stringify([subject, preheader, blocks]));
      const english = new Set(namesIn(document));
      const local = namesIn(localize(document, language));
      expect(local.filter((path) => !english.has(path))).toEqual([]);
    }
  });
});

test("every mail of the flow library has a ready one of its own", () => {
  const said = FLOW_LIBRARY.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "send" ? [step.templateId] : [])),
  );
  expect(said.filter((id) => findReadyTemplate(id) === null)).toEqual([]);
});

test("a mail that nobody made is null, whatever its name", () => {
  expect(findReadyTemplate("constructor")).toBeNull();
  expect(findReadyTemplate("welcome/mail-9")).toBeNull();
});
