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
  ]),
  products: ["kettle", "descaler", "tray", "mug – grün"].map((id) => aProduct(id)),
  now: NOW,
});
const bytes = encodeModels(models);

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
        const altered = bytes.slice();
        altered[at] = (altered[at] ?? 0) ^ (1 << bit);
        expect(decodeModels(altered).kind).toBe("refused");
      }),
    );
  });

  test("reads the previous format, which has nothing from visits", () => {
    const previous = Uint8Array.from(bytes, (byte, at) => (at === 4 ? 4 : byte));
    expect(decodeModels(previous)).toEqual({ kind: "decoded", models });
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
    ["other_format", Uint8Array.from(bytes, (byte, at) => (at === 4 ? byte + 1 : byte))],
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
