import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  addPicture,
  findPicture,
  listPictures,
  prepareUpload,
  type UploadTarget,
} from "~/messages/pictures/shop-pictures.server";
import type { Database } from "~/db.server";
import { installShop } from "~/events/lifecycle/install-shop.server";
import { ShopId } from "~/lib/shop-id";
import { SHOP_FILES } from "~/shopify/operations/staged-uploads";
import { createEdgeDeps, signIn, startShopifyForTests } from "../../events/test-shop";
import { smallStore } from "../../shopify-tests/small-store";
import { A_WEBP, aPng } from "../../support/a-picture";
import { openTestDatabase } from "../../support/database";
import { waitFor } from "../../support/wait-for";

const SHOP = ShopId.parse("acme.myshopify.com");
const HERO = aPng({ widthPx: 1_200, heightPx: 600 });

let database: Database;
let bed: Awaited<ReturnType<typeof startShopifyForTests>>;
let deps: ReturnType<typeof createEdgeDeps>;

beforeAll(async () => {
  database = await openTestDatabase();
  bed = await startShopifyForTests(smallStore());
  deps = createEdgeDeps(database);
  await signIn(SHOP, await bed.control.idToken(SHOP), deps);
  await installShop(SHOP, deps);
});
afterAll(async () => {
  await bed.stop();
  await database.close();
});
beforeEach(() =>
  bed.control.setFaults({ files: { processingMs: 30, refuse: 0, failProcessing: 0 } }),
);

const png = (fileName: string, bytes = HERO.length) =>
  ({ fileName, mimeType: "image/png", bytes }) as const;

/** Sends like a browser. */
async function send({ url, parameters }: UploadTarget, bytes: Buffer, type = "image/png") {
  const form = new FormData();
  for (const { name, value } of parameters) form.append(name, value);
  form.append("file", new Blob([new Uint8Array(bytes)], { type }));
  return (await fetch(url, { method: "POST", body: form })).status;
}

async function targetFor(fileName: string): Promise<UploadTarget> {
  const prepared = await prepareUpload(SHOP, png(fileName), deps);
  if (prepared.kind !== "target") throw new Error(JSON.stringify(prepared));
  return prepared.target;
}

const add = (source: string, alt = "") => addPicture(SHOP, { source, alt }, deps);

async function addedFrom(source: string): Promise<string> {
  const added = await add(source);
  if (added.kind !== "added") throw new Error(JSON.stringify(added));
  return added.fileId;
}

const settled = (fileId: string) =>
  waitFor(`Shopify to have processed ${fileId}`, async () => {
    const found = await findPicture(SHOP, fileId, deps);
    return found.kind === "processing" ? null : found;
  });

async function upload(fileName: string, bytes = HERO, alt = "") {
  const target = await targetFor(fileName);
  expect(await send(target, bytes)).toBe(201);
  const added = await add(target.source, alt);
  return added.kind === "added" ? settled(added.fileId) : added;
}

describe("an uploaded image", () => {
  test("is processed for a moment, and cannot be chosen meanwhile", async () => {
    await bed.control.setFaults({ files: { processingMs: 3_600_000 } });
    const target = await targetFor("slow.png");
    expect(await send(target, HERO)).toBe(201);
    const fileId = await addedFrom(target.source);
    expect(await findPicture(SHOP, fileId, deps)).toEqual({ kind: "processing" });
    expect(await listPictures(SHOP, { text: "slow", after: null }, deps)).toMatchObject({
      pictures: [],
    });
  });

  test("has a URL that serves its exact bytes", async () => {
    const done = await upload("hero.png", HERO, "A hero");
    if (done.kind !== "ready") throw new Error(JSON.stringify(done));
    expect(done.picture).toMatchObject({
      name: expect.stringMatching(/^hero.*\.png$/) as string,
      alt: "A hero",
      kind: "png",
      widthPx: 1_200,
      heightPx: 600,
    });
    // Never wider than twice the widest block.
    expect(new URL(done.picture.url).searchParams.get("width")).toBe("1040");
    const served = await fetch(done.picture.url);
    expect(Buffer.from(await served.arrayBuffer()).equals(HERO)).toBe(true);
  });

  test("does not replace an existing one of the same name", async () => {
    const [first, second] = [await upload("twice.png"), await upload("twice.png")];
    const nameOf = (it: typeof first) => it.kind === "ready" && it.picture.name;
    expect(nameOf(second)).toMatch(/^twice_.+\.png$/);
    expect(nameOf(first)).not.toBe(nameOf(second));
  });

  test("fails with an explanation when its bytes are not an image", async () => {
    expect(await upload("text.png", Buffer.from("only text"))).toEqual({
      kind: "refused",
      problem: "not_an_image",
    });
  });

  test("fails with an explanation when it never arrived", async () => {
    const fileId = await addedFrom((await targetFor("lost.png")).source);
    expect(await settled(fileId)).toMatchObject({
      problem: "not_received",
    });
  });

  test("has an explanation when Shopify cannot process or refuses it", async () => {
    await bed.control.setFaults({ files: { failProcessing: 1 } });
    expect(await upload("odd.png")).toMatchObject({
      kind: "refused",
      problem: "not_processed",
    });
    await bed.control.setFaults({ files: { refuse: 1 } });
    expect(await upload("trial.png")).toMatchObject({
      kind: "refused",
      problem: "trial",
    });
  });

  test("in WebP is shown as a JPEG", async () => {
    const prepared = await prepareUpload(
      SHOP,
      { fileName: "new.webp", mimeType: "image/webp", bytes: A_WEBP.length },
      deps,
    );
    if (prepared.kind !== "target") throw new Error(prepared.kind);
    expect(await send(prepared.target, A_WEBP, "image/webp")).toBe(201);
    const done = await settled(await addedFrom(prepared.target.source));
    if (done.kind !== "ready") throw new Error(JSON.stringify(done));
    expect(new URL(done.picture.url).searchParams.get("format")).toBe("jpg");
  });
});

describe("the shop's images", () => {
  const names = async (text: string) => {
    const found = await listPictures(SHOP, { text, after: null }, deps);
    return found.kind === "found" ? found.pictures.map(({ name }) => name) : found;
  };

  test("are found by word prefixes of their names and alternative texts", async () => {
    await upload("garden-tools.png", HERO, "A spade in the sun");
    expect(await names("gard")).toEqual(["garden-tools.png"]);
    expect(await names("SPA sun")).toEqual(["garden-tools.png"]);
    expect(await names("arden")).toEqual([]);
  });

  test("are searched by words only, with any input", async () => {
    await upload("meadow-flowers.png");
    expect(await names('"status:FAILED OR (')).toEqual([]);
    expect(await names("meadow: (flowers)")).toEqual(["meadow-flowers.png"]);
  });

  test("exclude other files and unfinished images", async () => {
    await bed.control.setFaults({ files: { failProcessing: 1 } });
    await upload("unfit.png");
    expect(await names("unfit")).toEqual([]);
  });

  test("are listed page by page, each once", async () => {
    const fileIds: string[] = [];
    for (let i = 0; i < 30; i++) {
      await add((await targetFor(`many-${i}.png`)).source);
      const target = await targetFor(`page-${i}.png`);
      await send(target, HERO);
      fileIds.push(await addedFrom(target.source));
    }
    for (const fileId of fileIds) await settled(fileId);
    const first = await listPictures(SHOP, { text: "page", after: null }, deps);
    if (first.kind !== "found") throw new Error(first.kind);
    expect(first.pictures).toHaveLength(24);
    const second = await listPictures(SHOP, { text: "page", after: first.next }, deps);
    if (second.kind !== "found") throw new Error(second.kind);
    expect(second.next).toBeNull();
    const all = [...first.pictures, ...second.pictures].map(({ fileId }) => fileId);
    expect(new Set(all).size).toBe(30);
  });
});

test("cannot be listed or added without the merchant's permission", async () => {
  const target = await targetFor("hero.png");
  const { scopes } = await bed.control.install(SHOP);
  await bed.control.grantScopes(
    SHOP,
    scopes.filter((it) => it !== SHOP_FILES),
  );
  const refused = { kind: "not_granted" };
  expect(await listPictures(SHOP, { text: "", after: null }, deps)).toEqual(refused);
  expect(await add(target.source)).toEqual(refused);
  await bed.control.grantScopes(SHOP, scopes);
  expect(await listPictures(SHOP, { text: "", after: null }, deps)).toMatchObject({
    kind: "found",
  });
});
