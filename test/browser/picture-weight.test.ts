import { afterAll, beforeAll, expect, test } from "vitest";
import { EMAIL_PX } from "~/messages/theme/theme";
import { IMAGE_WIDTHS } from "~/messages/merge/resize-image";
import { ICONS } from "../shopify/seed/product-icons";
import { drawProductPicture } from "../shopify/seed/product-picture";
import {
  findChromium,
  NO_BROWSER,
  openMerchantBrowser,
  type MerchantBrowser,
} from "../support/browser";

const CHROMIUM = findChromium();
/** The widths in which emails request pictures. */
const WIDTHS = [IMAGE_WIDTHS.line, IMAGE_WIDTHS.card, IMAGE_WIDTHS.large, 2 * EMAIL_PX];
const MAX_BYTES = 60_000;

let browser: MerchantBrowser | null = null;
beforeAll(async () => {
  if (CHROMIUM !== null) browser = await openMerchantBrowser(CHROMIUM);
});
afterAll(() => browser?.close());
test.beforeEach(({ skip }) => {
  if (CHROMIUM === null) skip(NO_BROWSER);
});

/** Every drawing of the demo's store, plain and with the surface that weighs most. */
const DRAWINGS = Object.keys(ICONS).flatMap((productType, i) =>
  ["Box", "Floral box", "Polka dot box", "Star box", "Heart box", "Striped box"].map((title) => ({
    name: `${productType}, ${title}`,
    svg: drawProductPicture({ id: `${i}`, title, productType }),
  })),
);

test("a picture of the demo's store weighs at most 60 kB in each width, as a JPEG of quality 80", async () => {
  const { page } = browser!;
  const weights = await page.evaluate(weighAsJpeg, {
    drawings: DRAWINGS,
    widths: WIDTHS,
  });
  const heavy = weights.filter(({ bytes }) => bytes > MAX_BYTES);
  expect(heavy).toEqual([]);
  expect(weights).toHaveLength(DRAWINGS.length * WIDTHS.length);
});

/** Each drawing in each width as JPEG. */
async function weighAsJpeg({
  drawings,
  widths,
}: {
  drawings: { name: string; svg: string }[];
  widths: number[];
}) {
  const weights: { name: string; width: number; bytes: number }[] = [];
  const canvas = document.createElement("canvas");
  const draw = canvas.getContext("2d")!;
  for (const { name, svg } of drawings) {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    for (const width of widths) {
      canvas.width = width;
      canvas.height = Math.round((width * image.naturalHeight) / image.naturalWidth);
      draw.drawImage(image, 0, 0, canvas.width, canvas.height);
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.8));
      weights.push({ name, width, bytes: blob!.size });
    }
  }
  return weights;
}
