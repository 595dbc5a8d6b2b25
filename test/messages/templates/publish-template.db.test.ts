import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import type { Block } from "~/messages/blocks/block";
import { compileTemplate } from "~/messages/compiling/compile-template.server";
import { findEmails } from "~/messages/composing/template-of-message.server";
import type { EmailDocument } from "~/messages/document/email-document";
import { publishTemplate } from "~/messages/templates/publish-template.server";
import {
  findTemplate,
  listTemplateVersions,
  saveDraft,
} from "~/messages/templates/template-store.server";
import { findReadyTemplate } from "~/messages/ready/ready-templates.server";
import type { SegmentRule } from "~/segments/segment";
import { NOW, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { anIntent } from "../../support/delivery-builders";
import { aBrand } from "../../support/email-values";
import { storeShopWithFlows } from "../../support/stored-rows";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.shop.deleteMany();
  await storeShopWithFlows(database.db);
});

const TEMPLATE = "welcome/email-1";
const ready = findReadyTemplate(TEMPLATE) as EmailDocument;
const deps = () => ({
  db: database.db,
  compile: compileTemplate,
  brand: aBrand(),
  now: () => NOW,
});

const save = (document: EmailDocument, baseRevision: number) =>
  saveDraft(database.db, SHOP, {
    templateId: TEMPLATE,
    name: "Welcome",
    document,
    baseRevision,
    now: NOW,
  });
const publish = (draftRevision: number) =>
  publishTemplate(SHOP, { templateId: TEMPLATE, draftRevision, actor: "merchant" }, deps());
const raw = (html: string): Block => ({ id: "raw", kind: "html", html, when: null, repeat: null });

describe("a draft", () => {
  test("is saved only on the revision it was based on", async () => {
    expect(await save(ready, 0)).toBe(1);
    expect(await save({ ...ready, subject: "Second" }, 1)).toBe(2);
    expect(await save({ ...ready, subject: "Late" }, 1)).toBeNull();
    expect(await save({ ...ready, subject: "Late" }, 0)).toBeNull();
    expect((await findTemplate(database.db, SHOP, TEMPLATE))?.draft?.subject).toBe("Second");
  });
});

describe("publishTemplate", () => {
  test("makes each published draft an immutable version", async () => {
    await save({ ...ready, subject: "First" }, 0);
    expect(await publish(1)).toEqual({ kind: "published", version: 1 });
    expect(await findTemplate(database.db, SHOP, TEMPLATE)).toMatchObject({
      draft: null,
      draftRevision: 2,
      publishedVersion: 1,
    });
    await save({ ...ready, subject: "Second" }, 2);
    expect(await publish(3)).toEqual({ kind: "published", version: 2 });
    const versions = await listTemplateVersions(database.db, SHOP, TEMPLATE, { limit: 9 });
    expect(versions.map(({ document }) => document.subject)).toEqual(["Second", "First"]);
    expect(new Set(versions.map(({ sha256 }) => sha256)).size).toBe(2);
  });

  test("publishes nothing that the merchant did not see", async () => {
    expect(await publish(0)).toEqual({ kind: "refused", reason: "no_draft" });
    await save(ready, 0);
    await save({ ...ready, subject: "Newer" }, 1);
    expect(await publish(1)).toEqual({ kind: "refused", reason: "changed_meanwhile" });
  });

  test("lists problems in every language", async () => {
    await save({ ...ready, subject: "{{ recipient.email }}" }, 0);
    expect(await publish(1)).toMatchObject({
      kind: "invalid",
      problems: [{ severity: "error", field: "subject" }],
    });
  });

  test("refuses a block for customers of an invalid rule", async () => {
    const gone = { kind: "segment", segmentId: "gone" } as const;
    const rule: SegmentRule = { kind: "all", of: [{ kind: "has_address" }, gone] };
    const [first, ...others] = ready.blocks;
    const asks = (requested: SegmentRule): EmailDocument => ({
      ...ready,
      blocks: [{ ...first!, when: { kind: "rule", rule: requested, is: "met" } }, ...others],
    });
    await save(asks(rule), 0);
    expect(await publish(1)).toMatchObject({
      kind: "invalid",
      problems: [
        {
          blockId: first!.id,
          field: "when",
          code: "condition_invalid",
          rule: { code: "segment_deleted" },
        },
      ],
    });
    await save(asks({ kind: "none", of: [{ kind: "has_address" }] }), 1);
    expect(await publish(2)).toMatchObject({ kind: "published" });
  });

  test("stores raw markup cleaned", async () => {
    await save(
      { ...ready, blocks: [...ready.blocks, raw("<b onclick=x>Hi</b><script>1</script>")] },
      0,
    );
    await publish(1);
    const [version] = await listTemplateVersions(database.db, SHOP, TEMPLATE, { limit: 9 });
    expect(version?.document.blocks.at(-1)).toEqual(raw("<b>Hi</b>"));
  });
});

test("an email uses the shop's published text, else the prebuilt one, in the recipient's language", async () => {
  const intent = anIntent({ templateId: TEMPLATE });
  const subjectOf = async (locale: string | null) => {
    const emailOf = await findEmails(database.db, SHOP, [intent], deps());
    return emailOf(intent, locale).email.subject;
  };
  expect(await subjectOf(null)).toBe(ready.subject);
  expect(await subjectOf("de-AT")).toBe(ready.translations.de?.subject);
  await save({ ...ready, subject: "Our own", translations: {} }, 0);
  expect(await subjectOf("de")).toBe(ready.translations.de?.subject);
  await publish(1);
  expect(await subjectOf("de")).toBe("Our own");
});
