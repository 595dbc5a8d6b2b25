import { describe, expect, test } from "vitest";
import { FLOW_LIBRARY } from "~/flows/library/library";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { checkEmail } from "~/messages/document/check-email";
import { languagesWith } from "~/i18n/catalog.server";
import { directionOf } from "~/i18n/locale";
import { localize, type LocalEmail } from "~/messages/document/email-document";
import { listProductSlots } from "~/messages/document/product-slots";
import { isLarge } from "~/messages/document/email-size";
import { exampleView } from "~/messages/compiling/example-values.server";
import { fillTemplate } from "~/messages/compiling/fill-template";
import { promisesDiscount } from "~/messages/coupons/promises-discount";
import { findReadySubject, listReadySubjects } from "~/messages/ready/ready-subjects.server";
import { findReadyTemplate, listReadyTemplates } from "~/messages/ready/ready-templates.server";
import { aBrand } from "../../support/email-values";

const IN_EVERY_LANGUAGE = [
  ...languagesWith("email").map((language) => ({ language, address: "informal" as const })),
  { language: "de", address: "formal" as const },
];
const example = { products: [], currency: "GBP", shopUrl: "https://kettle.example" };

/** The compiled email, which two tests read. */
async function compileOnce(templateId: string, { language, address }: Written) {
  const key = `${templateId} ${language} ${address}`;
  const email = localize(findReadyTemplate(templateId, address)!, language);
  const brand = aBrand({ germanAddress: address });
  const compiled = compiledEmails.get(key) ?? (await compileTemplate({ email, brand }));
  compiledEmails.set(key, compiled);
  return { email, compiled };
}
type Written = (typeof IN_EVERY_LANGUAGE)[number];
const compiledEmails = new Map<string, Awaited<ReturnType<typeof compileTemplate>>>();

/** The values that texts use. */
const values = (text: string) =>
  [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, path]) => path ?? "");

describe.each(IN_EVERY_LANGUAGE)("prebuilt $address emails in $language", (written) => {
  const { language, address } = written;
  const brand = aBrand({ germanAddress: address });
  const ready = listReadyTemplates().map(({ templateId }) => ({
    templateId,
    document: findReadyTemplate(templateId, address)!,
  }));

  test("can all be sent, and are far below the clipping size", async () => {
    for (const { templateId } of ready) {
      const { email, compiled } = await compileOnce(templateId, written);
      expect(email.language).toBe(language);
      const filled = fillTemplate(compiled, exampleView(email, example));
      if (filled.kind === "refused") throw new Error(`${templateId}: ${filled.reason}`);
      expect(isLarge(filled.email.htmlBytes)).toBe(false);
      expect(filled.email.subject.length).toBeLessThan(80);
      expect(filled.email.html).toContain(`dir="${directionOf(language)}"`);
      for (const face of [filled.email.html, filled.email.text, filled.email.subject]) {
        expect(face).not.toMatch(/\{\{|\}\}|undefined|[\ue000-\ue003]/);
      }
    }
  });

  test("have no problems before they are published", () => {
    for (const { document } of ready) {
      const problems = checkEmail(localize(document, language), brand);
      expect(problems.filter(({ field }) => field !== "code")).toEqual([]);
    }
  });

  test("use only values of the English ones", () => {
    for (const { document } of ready) {
      const namesIn = ({
        subject,
        preheader,
        blocks,
      }: Pick<LocalEmail, "subject" | "preheader" | "blocks">) =>
        values(JSON.stringify([subject, preheader, blocks]));
      const english = new Set(namesIn(document));
      const local = namesIn(localize(document, language));
      const others = local.filter((path) => !english.has(path));
      // Each language addresses the recipient in its own way.
      expect(others.filter((path) => !path.startsWith("recipient."))).toEqual([]);
    }
  });
});

describe.each(IN_EVERY_LANGUAGE)(
  "other subjects of prebuilt $address emails in $language",
  (written) => {
    const { language, address } = written;

    test("are four for each email, different from its own and from each other", () => {
      for (const { templateId } of listReadyTemplates()) {
        const email = localize(findReadyTemplate(templateId, address)!, language);
        const others = listReadySubjects(templateId).map(({ variant }) =>
          findReadySubject(templateId, variant, address)!.get(language)!,
        );
        const all = [email, ...others];
        expect(new Set(all.map(({ subject }) => subject)).size, templateId).toBe(5);
        expect(new Set(all.map(({ preheader }) => preheader)).size, templateId).toBe(5);
        for (const { subject, preheader } of others) {
          const problems = checkEmail({ ...email, subject, preheader }, aBrand());
          expect(
            problems.filter(({ blockId }) => blockId === null),
            `${templateId}: ${subject}`,
          ).toEqual([]);
          expect(subject.length).toBeLessThan(100);
          expect(promisesDiscount({ ...email, blocks: [], subject, preheader })).toBe(false);
        }
      }
    });
  },
);

/** The emails that say that their products were chosen for the recipient. */
const ABOUT_TASTE = [
  "welcome/email-3",
  "welcome/email-3-known",
  "cross-sell/email-1",
  "win-back/email-1",
  "win-back/email-2",
  "win-back/email-3-small",
  "next-order/email-1",
  "campaign/plain",
  "campaign/for-you",
];

describe.each(ABOUT_TASTE)("%s", (templateId) => {
  test.each(IN_EVERY_LANGUAGE)(
    "says so in $language ($address) only where they were",
    async (written) => {
      const { email, compiled } = await compileOnce(templateId, written);
      const view = exampleView(email, example);
      const textFor = (personal: string | null) => {
        const filled = fillTemplate(compiled, { ...view, picks: { ...view.picks, personal } });
        if (filled.kind === "refused") throw new Error(filled.reason);
        return filled.email.text.toLowerCase();
      };
      const headingOf = (blockId: string) => {
        const block = email.blocks.find(({ id }) => id === blockId);
        return block?.kind === "heading" ? block.text.toLowerCase() : "";
      };
      const [own, common] = [headingOf("heading"), headingOf("heading-for-everyone")];
      expect(own).not.toBe("");
      expect(common).not.toBe("");
      expect(textFor("yes")).toContain(own);
      expect(textFor("yes")).not.toContain(common);
      expect(textFor(null)).toContain(common);
      expect(textFor(null)).not.toContain(own);
    },
  );
});

/** Words that say that products go together or with the order. */
const GO_TOGETHER =
  /go(es)? (well )?with|pair|match|\bpass(t|en|end|ende[sn]?)\b|pour (accompagner|aller)|va(s|n|nt)? bien avec|combina|acompañar|に合[うわ]|تناس|يناسب/i;

/** The text without its merge values. */
const written = (text: string) => text.replaceAll(/\{\{.*?\}\}/g, "");

test.each(IN_EVERY_LANGUAGE)(
  "says in $language ($address) that products go with an order only by a value that is missing when they do not",
  ({ language, address }) => {
    const aboutOrders = listReadyTemplates().filter(({ document }) =>
      listProductSlots(document.blocks).some(
        ({ source }) =>
          source.kind === "list" && ["goes_with", "chosen_next"].includes(source.list),
      ),
    );
    expect(aboutOrders.length).toBeGreaterThan(5);
    const claims = aboutOrders.flatMap(({ templateId }) => {
      const { subject, preheader, blocks } = localize(
        findReadyTemplate(templateId, address)!,
        language,
      );
      const others = listReadySubjects(templateId).flatMap(({ variant }) => {
        const texts = findReadySubject(templateId, variant, address)!.get(language)!;
        return [texts.subject, texts.preheader];
      });
      const own = blocks.flatMap((block) => {
        if (block.kind === "heading") return [block.text];
        if (block.kind === "text") return [JSON.stringify(block.text)];
        return block.kind === "product-grid" ? [block.title] : [];
      });
      return [subject, preheader, ...others, ...own].filter((text) =>
        GO_TOGETHER.test(written(text)),
      );
    });
    expect(claims).toEqual([]);
  },
);

describe("the picture of a prebuilt email", () => {
  const documents = listReadyTemplates().map(({ templateId, document: { blocks } }) => ({
    templateId,
    blocks,
    hrefs: blocks.flatMap((block) => (block.kind === "button" ? [block.href] : [])),
  }));

  test("shows the product or the cart to which the button leads, or else a recommended product", () => {
    const leadsToTrigger = /\{\{ (?:product|cart|checkout)\./;
    for (const { templateId, blocks, hrefs } of documents) {
      for (const block of blocks) {
        if (block.kind !== "hero" || block.picture.kind !== "product") continue;
        const isOfTrigger = block.picture.source.kind === "trigger";
        expect(
          hrefs.some((href) => leadsToTrigger.test(href)),
          templateId,
        ).toBe(isOfTrigger);
      }
    }
  });

  test("is there wherever recommendations would be larger than what waits in the cart", () => {
    for (const { templateId, blocks } of documents) {
      const hasBasket = blocks.some(({ kind }) => kind === "order-summary");
      const grid = blocks.find(({ id }) => id === "picks");
      if (!hasBasket || !grid) continue;
      expect(
        blocks.some(({ kind }) => kind === "hero"),
        templateId,
      ).toBe(true);
    }
  });
});

test("every email of the flow library has its own prebuilt template", () => {
  const said = FLOW_LIBRARY.flatMap(({ steps }) =>
    steps.flatMap((step) => (step.kind === "send" ? [step.templateId] : [])),
  );
  expect(said.filter((id) => findReadyTemplate(id) === null)).toEqual([]);
});

test("an unknown email is null for any name", () => {
  expect(findReadyTemplate("constructor")).toBeNull();
  expect(findReadyTemplate("welcome/email-9")).toBeNull();
});
