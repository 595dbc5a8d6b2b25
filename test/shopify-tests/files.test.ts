import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPictureFacts } from "../shopify/files/picture-facts";
import { A_GIF, A_WEBP, aPng } from "../support/a-picture";
import { openTestBed, type TestBed } from "./local-app";

let bed: TestBed;
beforeAll(async () => {
  bed = await openTestBed({ tomlPath: "shopify.app.toml", grantOptionalScopes: true });
});
afterAll(() => bed.stop());

const STAGE = `mutation($input: [StagedUploadInput!]!) { stagedUploadsCreate(input: $input) {
  stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } } }`;

interface Staged {
  readonly stagedUploadsCreate: {
    readonly stagedTargets:
      | readonly { url: string; parameters: readonly { name: string; value: string }[] }[]
      | null;
    readonly userErrors: readonly { field: readonly string[] }[];
  };
}

async function stage(change: object = {}) {
  const input = { resource: "IMAGE", httpMethod: "POST", filename: "a.png", mimeType: "image/png" };
  const { data } = await bed.graphql(STAGE, { input: [{ ...input, ...change }] });
  return (data as unknown as Staged).stagedUploadsCreate;
}

/** The storage's response to a form with the file at its end. */
async function send(
  file: Blob,
  change: (form: FormData) => void = () => undefined,
): Promise<{ status: number; code: string | undefined }> {
  const target = (await stage()).stagedTargets![0]!;
  const form = new FormData();
  for (const { name, value } of target.parameters) form.append(name, value);
  form.append("file", file);
  change(form);
  const answer = await fetch(target.url, { method: "POST", body: form });
  return { status: answer.status, code: /<Code>(\w+)/.exec(await answer.text())?.[1] };
}

const png = (bytes = new Uint8Array(aPng({ widthPx: 2, heightPx: 2 })), type = "image/png") =>
  new Blob([bytes], { type });

describe("the storage for uploads", () => {
  it("accepts a file as announced, from a page of any origin", async () => {
    expect(await send(png())).toEqual({ status: 201, code: undefined });
    const requested = await fetch(`${bed.shopify.origin}/staged-uploads/`, { method: "OPTIONS" });
    expect(requested.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("refuses a file of another kind than was announced", async () => {
    expect(await send(png(undefined, "image/jpeg"))).toMatchObject({ status: 403 });
  });

  it("refuses a file that is too large, or empty", async () => {
    const large = await send(png(new Uint8Array(20_000_001)));
    expect(large).toEqual({ status: 400, code: "EntityTooLarge" });
    expect(await send(png(new Uint8Array(0)))).toMatchObject({ code: "EntityTooSmall" });
  });

  it("refuses a form with a changed field, a missing field, or a field behind the file", async () => {
    const denied = { status: 403, code: "AccessDenied" };
    expect(await send(png(), (form) => form.set("acl", "public-read"))).toEqual(denied);
    expect(await send(png(), (form) => form.delete("policy"))).toEqual(denied);
    expect(await send(png(), (form) => form.append("late", "1"))).toMatchObject({ status: 400 });
  });

  it("rejects file types that no shop accepts as an image", async () => {
    const { stagedTargets, userErrors } = await stage({ mimeType: "image/x-icon" });
    expect(stagedTargets).toBeNull();
    expect(userErrors[0]?.field).toEqual(["input", "0", "mimeType"]);
  });
});

describe("readPictureFacts", () => {
  it.each([
    ["image/png", 30, 20, aPng({ widthPx: 30, heightPx: 20 })],
    ["image/gif", 1, 1, A_GIF],
    ["image/webp", 1, 1, A_WEBP],
    [
      "image/jpeg",
      300,
      200,
      // A two-byte header, a skipped segment, the frame's header: 8 bits, 200 high, 300 wide.
      Buffer.from("ffd8ffe000040000ffc000110800c8012c03", "hex"),
    ],
  ])("reads the size of %s: %i × %i", (mimeType, width, height, bytes) => {
    expect(readPictureFacts(bytes)).toEqual({ mimeType, width, height });
  });

  it("returns null for a truncated file or another type", () => {
    expect(readPictureFacts(aPng({ widthPx: 1, heightPx: 1 }).subarray(0, 12))).toBeNull();
    expect(readPictureFacts(Buffer.from("ffd8ffe0ffff", "hex"))).toBeNull();
    expect(readPictureFacts(Buffer.from("hello"))).toBeNull();
  });
});
