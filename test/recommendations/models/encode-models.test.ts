import { crc32 as zlibCrc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crc32 } from "~/lib/crc32";
import { decodeModels, encodeModels } from "~/recommendations/models/encode-models";
import { fitModels } from "~/recommendations/models/fit-models";
import { collectVisitColumns } from "~/recommendations/sessions/visit-columns";
import { daysAgo, NOW } from "../../support/builders";
import { aProduct, columnsOf, customersWithOrders } from "../builders";

const models = fitModels({
  purchases: columnsOf([
    ...customersWithOrders("a", 5, [["kettle", "tray"], 40], [["descaler"], 10]),
    ...customersWithOrders("b", 4, [["tray", "mug – grün"], 3]),
    ...customersWithOrders("c", 3, [["descaler"], 30], [["descaler"], 9]),
  ]),
  products: ["kettle", "descaler", "tray", "mug – grün"].map((id) => aProduct(id)),
  now: NOW,
});
const bytes = encodeModels(models);
const FORMAT_AT = 4;

/** The bytes as an older version wrote them: an array less. */
function withoutLastArray(current: Uint8Array, format: number): Uint8Array {
  const header = new DataView(current.buffer, current.byteOffset);
  const end = 16 + header.getUint32(12, true);
  const text = new TextDecoder().decode(current.subarray(16, end));
  const lengths = /"lengths":\[(.*),(\d+)\]/.exec(text);
  if (!lengths) throw new Error("There are no lengths.");
  const [whole, others] = lengths;
  const older = current.slice(0, current.length - 8 * Number(lengths[2]));
  const shorter = text.replace(whole, `"lengths":[${others}]`).padEnd(text.length);
  older.set(new TextEncoder().encode(shorter), 16);
  const written = new DataView(older.buffer);
  written.setUint32(FORMAT_AT, format, true);
  written.setUint32(8, crc32(older.subarray(12)), true);
  return older;
}

describe("encodeModels", () => {
  test("round-trips through decodeModels", () => {
    expect(decodeModels(bytes)).toEqual({ kind: "decoded", models });
  });

  test("reads from a view into a larger buffer, as a database driver may return", () => {
    const larger = Buffer.alloc(bytes.length + 11);
    larger.set(bytes, 5);
    expect(decodeModels(larger.subarray(5, 5 + bytes.length))).toEqual({ kind: "decoded", models });
  });

  test("gives identical bytes for the same models", () => {
    expect(encodeModels(models)).toEqual(bytes);
  });

  test("round-trips with what was learned from visits", () => {
    const visited = collectVisitColumns();
    visited.add({
      profileId: "v1",
      startedAt: daysAgo(2),
      endedAt: daysAgo(2),
      productIds: ["kettle", "tray"],
      cartedIds: [],
    });
    const products = [aProduct("kettle"), aProduct("tray")];
    const input = { purchases: columnsOf([]), products, now: NOW };
    const learned = fitModels({ ...input, visits: visited.finish() });
    expect(learned.visitRelations?.viewedTogether.neighbors).toHaveLength(2);
    expect(decodeModels(encodeModels(learned))).toEqual({ kind: "decoded", models: learned });
  });

  test("accepts empty models", () => {
    const empty = fitModels({ purchases: columnsOf([]), products: [], now: NOW });
    expect(decodeModels(encodeModels(empty))).toEqual({ kind: "decoded", models: empty });
  });
});

describe("decodeModels", () => {
  test("refuses bytes with any changed bit", () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        // Another number at the format's place may be that of an older format.
        fc.pre(at !== FORMAT_AT);
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ (1 << bit);
        expect(decodeModels(altered).kind).toBe("refused");
      }),
    );
  });

  test.each([5, 4])("reads format %i, which has no usual gaps", (format) => {
    const decoded = decodeModels(withoutLastArray(bytes, format));
    const usualGaps = new Float64Array(models.productIds.length);
    expect(models.usualGaps).not.toEqual(usualGaps);
    expect(decoded).toEqual({ kind: "decoded", models: { ...models, usualGaps } });
  });

  test("refuses truncated bytes", () => {
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (length) => {
        expect(decodeModels(bytes.slice(0, length)).kind).toBe("refused");
      }),
    );
  });

  test.each([
    ["not_a_model", new Uint8Array(64)],
    ["not_a_model", new Uint8Array(0)],
    ["other_format", Uint8Array.from(bytes, (byte, at) => (at === FORMAT_AT ? byte + 1 : byte))],
    ["damaged", Uint8Array.from(bytes, (byte, at) => (at === 40 ? byte ^ 1 : byte))],
  ])("gives the reason: %s", (reason, given) => {
    expect(decodeModels(given)).toEqual({ kind: "refused", reason });
  });
});

test("crc32 equals zlib's", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (input) => {
      expect(crc32(input)).toBe(zlibCrc32(input));
    }),
  );
});
