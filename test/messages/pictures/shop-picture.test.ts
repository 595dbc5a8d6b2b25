import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fromMediaImage } from "~/messages/pictures/from-shopify-file";
import { isHeavyPicture, pictureNotes } from "~/messages/pictures/shop-picture";

const look = (change: object = {}) => ({
  kind: "png" as const,
  widthPx: 1_040,
  heightPx: 400,
  ...change,
});
const BLOCK = { widthPx: 520 };

describe("pictureNotes", () => {
  test("are empty for an image in full resolution", () => {
    expect(pictureNotes(look(), BLOCK)).toEqual([]);
    expect(pictureNotes(look({ heightPx: 80 }), { heightPx: 40 })).toEqual([]);
  });

  test("warn of fewer than two image pixels per displayed pixel", () => {
    expect(pictureNotes(look({ widthPx: 1_039 }), BLOCK)).toEqual([
      { code: "narrow", has: 1_039, needs: 1_040 },
    ]);
    expect(pictureNotes(look({ heightPx: 79 }), { heightPx: 40 })).toEqual([
      { code: "low", has: 79, needs: 80 },
    ]);
  });

  test("are empty when Shopify reports no size", () => {
    expect(pictureNotes(look({ widthPx: null }), BLOCK)).toEqual([]);
  });

  test("say that WebP and unsupported formats become a JPEG", () => {
    for (const kind of ["webp", null] as const) {
      expect(pictureNotes(look({ kind }), BLOCK)).toEqual([{ code: "converted" }]);
    }
  });
});

interface CanIEmail {
  readonly data: readonly {
    readonly slug: string;
    readonly stats: Record<string, Record<string, Record<string, string>>>;
  }[];
}

test("Can I email still lists PNG, JPEG and GIF as supported by Outlook on Windows, and WebP as not", () => {
  const file = "node_modules/caniemail/data/caniemail.json";
  const { data } = JSON.parse(readFileSync(file, "utf8")) as CanIEmail;
  const onWindows = (slug: string) =>
    new Set(
      Object.values(data.find((it) => it.slug === slug)!.stats["outlook"]!["windows"]!).map(
        (it) => it[0],
      ),
    );
  expect(onWindows("image-webp")).toEqual(new Set(["n"]));
  for (const slug of ["image-png", "image-jpg", "image-gif"]) {
    expect(onWindows(slug), slug).not.toContain("n");
  }
});

test("an image is heavy above one megabyte", () => {
  expect([1_000_000, 1_000_001].map(isHeavyPicture)).toEqual([false, true]);
});

describe("the displayed image of a file", () => {
  const CDN = "https://cdn.shopify.com/s/files/1/1/files";
  const file = (mimeType: string) => ({
    id: "gid://shopify/MediaImage/1",
    alt: null,
    mimeType,
    image: {
      width: 4_000,
      height: 3_000,
      original: `${CDN}/spring%20sale.png?v=1`,
      email: `${CDN}/spring%20sale.png?v=1&width=1040`,
      jpeg: `${CDN}/spring%20sale.png?v=1&width=1040&format=jpg`,
      thumbnail: `${CDN}/spring%20sale.png?v=1&width=240`,
    },
  });

  test.each([
    ["image/png", "png", "email"],
    ["image/jpeg", "jpeg", "email"],
    // A re-encoded image might not be animated.
    ["image/gif", "gif", "original"],
    ["image/webp", "webp", "jpeg"],
    ["image/svg+xml", null, "jpeg"],
    ["image/heic", null, "jpeg"],
  ] as const)(
    "for %s has a format that every email client supports",
    (mimeType, kind, rendition) => {
      const requested = file(mimeType);
      expect(fromMediaImage(requested)).toMatchObject({
        kind,
        name: "spring sale.png",
        alt: "",
        url: requested.image[rendition],
      });
    },
  );

  test("is null while Shopify processes it", () => {
    expect(fromMediaImage({ ...file("image/png"), image: null })).toBeNull();
  });
});
