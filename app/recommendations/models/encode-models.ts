import { z } from "zod";
import type { ProductNeighbors } from "~/ml/neighbors/product-neighbors";
import { crc32 } from "~/lib/crc32";
import type { RecommendationModels } from "./fit-models";

/** Increase it whenever the layout or the meaning of a number changes: older rows are then refitted. */
const FORMAT = 3;
/** "KREC" */
const MAGIC = 0x4352454b;
const HEADER_BYTES = 16;
/** Magic, format and checksum precede the checksummed bytes. */
const CHECKED_FROM = 12;
const ALIGNMENT = 8;

/** The metadata; the arrays follow in the order of `arraysOf`. */
const Description = z.object({
  trainedAt: z.coerce.date(),
  productIds: z.array(z.string()),
  profileCount: z.number().int(),
  pairCount: z.number().int(),
  windowDays: z.number(),
  lengths: z.array(z.number().int().nonnegative()).length(29),
});

export type DecodedModels =
  | { readonly kind: "decoded"; readonly models: RecommendationModels }
  | { readonly kind: "refused"; readonly reason: "not_a_model" | "other_format" | "damaged" };

/**
 * Encodes models deterministically. Little-endian on every platform of Node: a header of four 32-bit words (magic,
 * format, CRC-32 of the rest, length of the description), the description as JSON, then the arrays, each aligned to 8
 * bytes.
 */
export function encodeModels(models: RecommendationModels): Uint8Array<ArrayBuffer> {
  const arrays = arraysOf(models);
  const description = new TextEncoder().encode(
    JSON.stringify({
      trainedAt: models.trainedAt.toISOString(),
      productIds: [...models.productIds],
      profileCount: models.profileCount,
      pairCount: models.pairCount,
      windowDays: models.windowDays,
      lengths: arrays.map(({ length }) => length),
    } satisfies z.input<typeof Description>),
  );

  const start = aligned(HEADER_BYTES + description.length);
  const size = arrays.reduce((sum, { byteLength }) => sum + aligned(byteLength), start);
  const bytes = new Uint8Array(size);
  bytes.set(description, HEADER_BYTES);
  let at = start;
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += aligned(array.byteLength);
  }

  const header = new DataView(bytes.buffer, 0, HEADER_BYTES);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, FORMAT, true);
  header.setUint32(12, description.length, true);
  header.setUint32(8, crc32(bytes.subarray(CHECKED_FROM)), true);
  return bytes;
}

/** Decodes the output of `encodeModels`. Refuses another format, and truncated or changed bytes. */
export function decodeModels(bytes: Uint8Array): DecodedModels {
  if (bytes.length < HEADER_BYTES) return { kind: "refused", reason: "not_a_model" };
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== MAGIC) return { kind: "refused", reason: "not_a_model" };
  if (header.getUint32(4, true) !== FORMAT) return { kind: "refused", reason: "other_format" };
  if (header.getUint32(8, true) !== crc32(bytes.subarray(CHECKED_FROM))) {
    return { kind: "refused", reason: "damaged" };
  }

  const descriptionBytes = header.getUint32(12, true);
  const text = bytes.subarray(HEADER_BYTES, HEADER_BYTES + descriptionBytes);
  const { lengths, productIds, ...counts } = Description.parse(
    JSON.parse(new TextDecoder().decode(text)),
  );
  const products = productIds.length;
  const next = arrayReader(bytes, aligned(HEADER_BYTES + descriptionBytes), lengths);
  const neighbors = (): ProductNeighbors => ({
    products,
    offsets: next(Int32Array),
    neighbors: next(Int32Array),
    scores: next(Float32Array),
    shared: next(Int32Array),
    buyers: next(Int32Array),
  });
  return {
    kind: "decoded",
    models: {
      ...counts,
      productIds,
      itemKnn: neighbors(),
      rp3Beta: neighbors(),
      ease: neighbors(),
      nextOrder: neighbors(),
      content: neighbors(),
      popularity: next(Float64Array),
      trend: next(Float64Array),
      repeatRates: next(Float64Array),
      recentBuyers: next(Int32Array),
    },
  };
}

type ModelArray = Int32Array | Float32Array | Float64Array;

/** The arrays in encoding order. */
function arraysOf(models: RecommendationModels): ModelArray[] {
  const ofNeighbors = ({ offsets, neighbors, scores, shared, buyers }: ProductNeighbors) => [
    offsets,
    neighbors,
    scores,
    shared,
    buyers,
  ];
  return [
    ...ofNeighbors(models.itemKnn),
    ...ofNeighbors(models.rp3Beta),
    ...ofNeighbors(models.ease),
    ...ofNeighbors(models.nextOrder),
    ...ofNeighbors(models.content),
    models.popularity,
    models.trend,
    models.repeatRates,
    models.recentBuyers,
  ];
}

interface ArrayType<T> {
  new (buffer: ArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Reads one array after another and copies each, so that it is aligned. */
function arrayReader(bytes: Uint8Array, start: number, lengths: readonly number[]) {
  let at = start;
  let read = 0;
  return <T>(Type: ArrayType<T>): T => {
    const size = (lengths[read++] ?? 0) * Type.BYTES_PER_ELEMENT;
    const copy = new Uint8Array(size);
    copy.set(bytes.subarray(at, at + size));
    at += aligned(size);
    return new Type(copy.buffer);
  };
}

function aligned(size: number): number {
  return Math.ceil(size / ALIGNMENT) * ALIGNMENT;
}
