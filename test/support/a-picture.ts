import { randomFillSync } from "node:crypto";
import { crc32, deflateSync } from "node:zlib";

interface PictureOptions {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Every pixel differs, so that it cannot be compressed: three bytes each. */
  readonly isNoise?: boolean;
}

/** A PNG that browsers can show. */
export function aPng({ widthPx, heightPx, isNoise = false }: PictureOptions): Buffer {
  const row = 1 + widthPx * 3;
  const pixels = Buffer.alloc(row * heightPx, 0x80);
  if (isNoise) randomFillSync(pixels);
  // The filter of each line: none.
  for (let y = 0; y < heightPx; y++) pixels[y * row] = 0;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  // Eight bits for each of red, green and blue.
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(pixels, { level: 1 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A WebP of 1 × 1 pixels, lossless. */
export const A_WEBP = Buffer.from("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==", "base64");

/** A GIF of 1 × 1 pixels. */
export const A_GIF = Buffer.from(
  "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
  "base64",
);
