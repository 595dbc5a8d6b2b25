import { crc32 } from "~/lib/crc32";

const HEADER_BYTES = 16;
/** Magic, format and checksum precede the checksummed bytes. */
const CHECKED_FROM = 12;
const ALIGNMENT = 8;

/** The two numbers by which a reader recognizes its own bytes. */
export interface ContainerKind {
  /** Four characters, little-endian. */
  readonly magic: number;
  /** Increase it whenever the layout or the meaning of a number changes: older rows are then refitted. */
  readonly format: number;
}

export type ContainerArray = Int32Array | Float32Array | Float64Array;

interface ArrayType<T> {
  new (buffer: ArrayBuffer): T;
  readonly BYTES_PER_ELEMENT: number;
}

/** Reads the next array, as a copy. */
type NextArray = <T>(Type: ArrayType<T>) => T;

export type OpenedContainer =
  | {
      readonly kind: "opened";
      readonly description: unknown;
      /** @param lengths of the arrays, in the order in which they are read */
      readArrays(lengths: readonly number[]): NextArray;
    }
  | { readonly kind: "refused"; readonly reason: "not_a_model" | "other_format" | "damaged" };

/**
 * Packs a description and arrays deterministically. Little-endian on every platform of Node: a header of four 32-bit
 * words (magic, format, CRC-32 of the rest, length of the description), the description as JSON, then the arrays, each
 * aligned to 8 bytes.
 */
export function packArrays(
  { magic, format }: ContainerKind,
  described: unknown,
  arrays: readonly ContainerArray[],
): Uint8Array<ArrayBuffer> {
  const description = new TextEncoder().encode(JSON.stringify(described));
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
  header.setUint32(0, magic, true);
  header.setUint32(4, format, true);
  header.setUint32(12, description.length, true);
  header.setUint32(8, crc32(bytes.subarray(CHECKED_FROM)), true);
  return bytes;
}

/** Opens the output of `packArrays`. Refuses another kind or format, and truncated or changed bytes. */
export function unpackArrays(bytes: Uint8Array, { magic, format }: ContainerKind): OpenedContainer {
  if (bytes.length < HEADER_BYTES) return { kind: "refused", reason: "not_a_model" };
  const header = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  if (header.getUint32(0, true) !== magic) return { kind: "refused", reason: "not_a_model" };
  if (header.getUint32(4, true) !== format) return { kind: "refused", reason: "other_format" };
  if (header.getUint32(8, true) !== crc32(bytes.subarray(CHECKED_FROM))) {
    return { kind: "refused", reason: "damaged" };
  }
  const end = HEADER_BYTES + header.getUint32(12, true);
  const text = bytes.subarray(HEADER_BYTES, end);
  return {
    kind: "opened",
    description: JSON.parse(new TextDecoder().decode(text)) as unknown,
    readArrays: (lengths) => arrayReader(bytes, aligned(end), lengths),
  };
}

/** Reads one array after another and copies each, so that it is aligned. */
function arrayReader(bytes: Uint8Array, start: number, lengths: readonly number[]): NextArray {
  let at = start;
  let read = 0;
  return (Type) => {
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
