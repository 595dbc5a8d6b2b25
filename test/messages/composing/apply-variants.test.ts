import { describe, expect, test } from "vitest";
import { listProductSlots } from "~/messages/document/product-slots";
import {
  canPutProductsFirst,
  findRecommendationList as firstListOf,
  applyVariants,
} from "~/messages/composing/apply-variants";
import { localize } from "~/messages/document/email-document";
import { findReadySubject } from "~/messages/ready/ready-subjects.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";

const email = findReadyTemplate("abandoned-checkout/email-2")!;
const listOf = (document: typeof email) =>
  listProductSlots(document.blocks).flatMap(({ source }) =>
    source.kind === "list" ? [source.list] : [],
  );

const NOTHING = { subject: null, subjectVariant: "own", list: null, productsFirst: false };

test("a ready subject has the same meaning in every language", () => {
  const ready = findReadySubject("abandoned-checkout/email-2", "ready-2", "formal");
  const drawn = applyVariants(
    email,
    { ...NOTHING, subject: "A question before you order?" },
    ready,
  );
  expect(localize(drawn, "en")).toMatchObject({
    subject: "A question before you order?",
    preheader: "Reply to this email, and one of us will answer.",
  });
  expect(localize(drawn, "de")).toMatchObject({
    subject: "Noch eine Frage vor der Bestellung?",
    preheader: "Antworten Sie auf diese E-Mail, und jemand von uns meldet sich.",
  });
  expect(localize(drawn, "ja").subject).not.toBe(localize(email, "ja").subject);
  expect(findReadySubject("abandoned-checkout/email-2", "line-2", "formal")).toBeNull();
  expect(findReadySubject("own/anything", "ready-2", "formal")).toBeNull();
});

describe("applyVariants", () => {
  test("applies drawn variants, also in columns, and nothing else", () => {
    const drawn = applyVariants(email, { ...NOTHING, subject: "Another", list: "new_for_you" });
    expect([drawn.subject, listOf(drawn)]).toEqual(["Another", ["new_for_you"]]);
    expect(applyVariants(email, NOTHING)).toEqual(email);
    const beside = {
      ...email,
      blocks: [
        { id: "two", kind: "columns", columns: [email.blocks, []], when: null, repeat: null },
      ],
    } as unknown as typeof email;
    expect(listOf(applyVariants(beside, { ...NOTHING, list: "chosen_next" }))).toEqual([
      "chosen_next",
    ]);
  });

  test("uses the list of the first products that are chosen for the recipient", () => {
    expect(firstListOf(email)).toBe("goes_with");
    expect(firstListOf(findReadyTemplate("welcome/email-1")!)).toBeNull();
    expect(firstListOf(findReadyTemplate("abandoned-checkout/email-1")!)).toBeNull();
  });

  test("moves products above the text and below the heading, and loses nothing", () => {
    const kinds = (document: typeof email) => document.blocks.map(({ kind }) => kind);
    const block = (kind: string) => email.blocks.find((it) => it.kind === kind);
    const [heading, text, grid, button] = ["heading", "text", "product-grid", "button"].map(block);
    const of = (...blocks: (typeof heading)[]) => ({ ...email, blocks }) as typeof email;
    const below = of(heading, text, button, grid, text);
    expect(kinds(applyVariants(below, { ...NOTHING, productsFirst: true }))).toEqual([
      "heading",
      "product-grid",
      "text",
      "button",
      "text",
    ]);
    expect(canPutProductsFirst(below)).toBe(true);
    for (const same of [of(heading, grid, text), of(heading, text), of(grid, text)]) {
      expect(canPutProductsFirst(same)).toBe(false);
      expect(applyVariants(same, { ...NOTHING, productsFirst: true })).toEqual(same);
    }
  });
});
