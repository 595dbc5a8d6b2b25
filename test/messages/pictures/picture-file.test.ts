import { describe, expect, test } from "vitest";
import {
  fileProblem,
  MAX_PICTURE_BYTES,
  pictureKind,
  uploadName,
  type PictureFile,
} from "~/messages/pictures/picture-file";
import { A_GIF, A_WEBP, aPng } from "../../support/a-picture";

describe("pictureKind", () => {
  test.each([
    ["a PNG", "png", aPng({ widthPx: 1, heightPx: 1 })],
    ["a JPEG", "jpeg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ["a GIF", "gif", A_GIF],
    ["a WebP", "webp", A_WEBP],
    ["a photo of a phone (HEIC)", null, Buffer.from("\0\0\0\x18ftypheic", "latin1")],
    ["a drawing (SVG)", null, Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")],
    ["a sound that begins as a WebP does", null, Buffer.from("RIFF....WAVE")],
    ["nothing", null, Buffer.alloc(0)],
  ])("recognizes %s by its first bytes", (_what, kind, bytes) => {
    expect(pictureKind(bytes)).toBe(kind);
  });
});

describe("fileProblem", () => {
  const file = (change: Partial<PictureFile> = {}): PictureFile => ({
    kind: "png",
    bytes: 1_000,
    size: { widthPx: 1_000, heightPx: 500 },
    ...change,
  });

  test("accepts exactly Shopify's limits in bytes and pixels", () => {
    expect(fileProblem(file())).toBeNull();
    expect(fileProblem(file({ bytes: MAX_PICTURE_BYTES }))).toBeNull();
    expect(fileProblem(file({ size: { widthPx: 5_000, heightPx: 5_000 } }))).toBeNull();
  });

  test.each([
    ["a file of another kind", { kind: null }, "unsupported"],
    ["an empty file", { bytes: 0, kind: null }, "empty"],
    ["a picture that is too large", { bytes: 31_400_000 }, "file_too_large"],
    [
      "a picture with too many pixels",
      { size: { widthPx: 5_001, heightPx: 5_000 } },
      "too_many_pixels",
    ],
    ["a picture that is damaged", { size: null }, "damaged"],
  ])("refuses %s", (_what, change, problem) => {
    expect(fileProblem(file(change))).toBe(problem);
  });
});

describe("uploadName", () => {
  test.each([
    ["Spring Sale (final).PNG", "png", "Spring-Sale-final.png"],
    ["crème brûlée.jpeg", "jpeg", "creme-brulee.jpg"],
    // By its content, not by its name.
    ["photo.jpg", "webp", "photo.webp"],
    ["写真.png", "png", "picture.png"],
    ["../../etc/passwd", "gif", "etc-passwd.gif"],
  ] as const)("of %s as %s is %s", (fileName, kind, name) => {
    expect(uploadName(fileName, kind)).toBe(name);
  });

  test("is shortened when it is too long", () => {
    expect(uploadName(`${"a".repeat(300)}.png`, "png")).toBe(`${"a".repeat(80)}.png`);
  });
});
