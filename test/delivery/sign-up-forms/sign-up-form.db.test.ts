import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "~/db.server";
import { receiveSignUp } from "~/delivery/opt-in/receive-opt-in.server";
import { countFormView, listFormCounts } from "~/delivery/sign-up-forms/form-count-store.server";
import { contentOf } from "~/delivery/sign-up-forms/form-templates";
import { listPublicForms } from "~/delivery/sign-up-forms/list-public-forms.server";
import { purgeSignUpFormsJob } from "~/delivery/sign-up-forms/purge-sign-up-forms.job.server";
import {
  findSignUpForm,
  insertSignUpForm,
  listSignUpForms,
  setFormDeleted,
  updateSignUpForm,
} from "~/delivery/sign-up-forms/sign-up-form-store.server";
import { changeForm, loadFormPage } from "~/pages/forms/form-page.server";
import { createShop, daysAgo, NOW, OTHER_SHOP, SHOP } from "../../support/builders";
import { openTestDatabase } from "../../support/database";
import { createTestDeps } from "../../support/deps";
import { emptyTables } from "../../support/stored-rows";
import { ANONYMOUS_REQUESTER, EMAIL, form } from "../opt-in/sign-up-form";

const NEWS = contentOf(
  "news",
  { heading: "News", text: "Every week", teaser: "", success: "" },
  "#2a6f4e",
);

let database: Database;
let deps: ReturnType<typeof createTestDeps> & { db: Database["db"] };
let now: Date;
let formId: string;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  const { db } = database;
  await emptyTables(db);
  await createShop(db);
  await createShop(db, OTHER_SHOP);
  now = NOW;
  deps = { ...createTestDeps(), db, now: () => now };
  formId = await insertSignUpForm(db, SHOP, { name: "News", content: NEWS }, NOW);
});

const change = async (request: Parameters<typeof changeForm>[2]) =>
  changeForm(SHOP, formId, request, deps);
const counts = () => listFormCounts(database.db, SHOP, daysAgo(900));
const view = (arm = "own") => countFormView(database.db, SHOP, { formId, arm }, now);
const signUp = (arm: string, isCounted: boolean, email = EMAIL) =>
  receiveSignUp(
    SHOP,
    form({ email, list: null, shownForm: { formId, arm, isCounted } }),
    ANONYMOUS_REQUESTER,
    deps,
  );

describe("a form", () => {
  test("is a draft until it is published, and then belongs to its shop's storefront", async () => {
    expect(await listPublicForms(database.db, SHOP)).toEqual([]);
    expect(await change({ kind: "publish", version: 1 })).toEqual({ kind: "saved", version: 2 });
    expect(await listPublicForms(database.db, SHOP)).toEqual([
      { id: formId, variants: [{ arm: "own", content: NEWS }] },
    ]);
    expect(await listPublicForms(database.db, OTHER_SHOP)).toEqual([]);
    await change({ kind: "unpublish", version: 2 });
    expect(await listPublicForms(database.db, SHOP)).toEqual([]);
  });

  test("refuses a change of another version than the newest", async () => {
    const save = { kind: "save", name: "New", content: NEWS, variantB: null } as const;
    expect(await change({ ...save, version: 1 })).toEqual({ kind: "saved", version: 2 });
    expect(await change({ ...save, name: "Old", version: 1 })).toEqual({ kind: "outdated" });
    expect((await findSignUpForm(database.db, SHOP, formId))?.name).toBe("New");
  });

  test("with a promise is not shown without a flow that keeps it", async () => {
    const content = { ...NEWS, heading: "Get {discount} off" };
    await change({ kind: "save", version: 1, name: "News", content, variantB: null });
    expect(await change({ kind: "publish", version: 2 })).toEqual({
      kind: "refused",
      problems: ["no_discount"],
    });
    // Even if it was published before the flow was turned off.
    await updateSignUpForm(database.db, SHOP, { formId, version: 2 }, { status: "live" }, NOW);
    expect(await listPublicForms(database.db, SHOP)).toEqual([]);
  });

  test("can be deleted and restored, and is purged with its counts after a month", async () => {
    await view();
    const remove = (isDeleted: boolean) =>
      setFormDeleted(database.db, SHOP, { formId, isDeleted }, now);
    await remove(true);
    expect(await listSignUpForms(database.db, SHOP)).toEqual([]);
    await remove(false);
    expect(await listSignUpForms(database.db, SHOP)).toMatchObject([{ formId, status: "draft" }]);
    await remove(true);
    const purge = () => purgeSignUpFormsJob.run(SHOP, deps, new AbortController().signal);
    now = daysAgo(-29);
    await purge();
    expect(await counts()).toHaveLength(1);
    now = daysAgo(-31);
    await purge();
    expect(await counts()).toEqual([]);
    await remove(false);
    expect(await findSignUpForm(database.db, SHOP, formId)).toBeNull();
  });
});

describe("the counts", () => {
  test("add up by day, without anything about the person", async () => {
    await view();
    now = daysAgo(-1);
    await view();
    await view();
    await signUp("own", true);
    await signUp("own", false, "second@example.com");
    expect(await counts()).toEqual([
      { formId, arm: "own", views: 3, signUps: 2, countedSignUps: 1 },
    ]);
    const rows = await database.db.signUpFormDay.findMany({ orderBy: { day: "asc" } });
    expect(rows.map(({ views }) => views)).toEqual([1, 2]);
    expect(Object.keys(rows[0]!).sort()).toEqual(
      ["arm", "countedSignUps", "day", "formId", "shopId", "signUps", "views"].sort(),
    );
  });

  test("ignore another shop's form and an arm that the form does not have", async () => {
    await countFormView(database.db, OTHER_SHOP, { formId, arm: "own" }, NOW);
    await view("1a");
    expect(await database.db.signUpFormDay.count()).toBe(0);
  });

  test("of concurrent views lose none", async () => {
    await Promise.all(Array.from({ length: 20 }, () => view()));
    expect((await counts())[0]?.views).toBe(20);
  });

  test("leave out what is older than two years", async () => {
    now = daysAgo(800);
    await view();
    now = NOW;
    await view();
    await purgeSignUpFormsJob.run(SHOP, deps, new AbortController().signal);
    expect((await counts())[0]?.views).toBe(1);
  });
});

describe("a sign-up by a form", () => {
  test("takes the existing path, and the ledger names the form", async () => {
    expect(await signUp("own", true)).toEqual({ next: "confirm" });
    const { db } = database;
    expect(await db.optInRequest.findMany()).toMatchObject([{ state: "queued" }]);
    expect(await db.consentEntry.findMany()).toMatchObject([{ kind: "requested", list: "News" }]);
  });
});

describe("a test of two versions", () => {
  test("counts each version alone, and ends with the chosen one", async () => {
    await change({ kind: "publish", version: 1 });
    await change({ kind: "start_test", version: 2 });
    const variantB = { ...NEWS, heading: "Hello" };
    await change({ kind: "save", version: 3, name: "News", content: NEWS, variantB });
    const [shown] = await listPublicForms(database.db, SHOP);
    expect(shown?.variants.map(({ arm, content }) => [arm, content.heading])).toEqual([
      ["1a", "News"],
      ["1b", "Hello"],
    ]);
    await view("1a");
    await view("1b");
    await signUp("1b", true);
    const page = await loadFormPage(SHOP, formId, { db: database.db, apiKey: "key" });
    expect(page?.test?.variants).toMatchObject({
      a: { views: 1, countedSignUps: 0 },
      b: { views: 1, countedSignUps: 1 },
    });
    expect(page?.test?.result).toEqual({ difference: null, better: null });
    expect(page?.counts).toMatchObject({ views: 2, signUps: 1 });

    await change({ kind: "use", version: 4, variant: "b" });
    const [chosen] = await listPublicForms(database.db, SHOP);
    expect(chosen?.variants).toMatchObject([{ arm: "own", content: { heading: "Hello" } }]);
    // The next test begins at zero.
    await change({ kind: "start_test", version: 5 });
    const next = await loadFormPage(SHOP, formId, { db: database.db, apiKey: "key" });
    expect(next?.test?.variants).toMatchObject({ a: { views: 0 }, b: { views: 0 } });
  });
});
