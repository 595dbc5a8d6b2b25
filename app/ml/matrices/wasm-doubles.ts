import { unsigned } from "./wasm-encoding";

// WebAssembly instructions for two doubles, after the core specification 2.0, chapter 5.

/** Code that pushes two doubles, or one address. */
type Code = readonly number[];

/** Size of two doubles in bytes. */
export const PAIR = 16;

export const plus = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf0, 0x01];
export const minus = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf1, 0x01];
export const times = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf2, 0x01];
export const over = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf3, 0x01];
/** b if it is less than a, else a; keeps a NaN in a. */
export const minOfDoubles = (a: Code, b: Code): Code => [...a, ...b, 0xfd, 0xf6, 0x01];
export const magnitude = (a: Code): Code => [...a, 0xfd, 0xec, 0x01];
export const negative = (a: Code): Code => [...a, 0xfd, 0xed, 0x01];
/** `yes` if a ≥ b, else `no`. */
export const selectIfAtLeast = (a: Code, b: Code, yes: Code, no: Code): Code => [
  ...[...yes, ...no, ...a, ...b, 0xfd, 0x4c],
  ...[0xfd, 0x52],
];

/** The same double twice. */
export function both(value: number): Code {
  return [0xfd, 0x0c, ...new Uint8Array(Float64Array.of(value, value).buffer)];
}

/** Loads two doubles from an address, at this byte offset. */
export function load(address: Code, offset: number): Code {
  return [...address, 0xfd, 0x00, 3, ...unsigned(offset)];
}

/** Loads one double from an address into both lanes. */
export function loadTwice(address: Code, offset: number): Code {
  return [...address, 0xfd, 0x0a, 3, ...unsigned(offset)];
}

export function store(address: Code, offset: number, value: Code): Code {
  return [...address, ...value, 0xfd, 0x0b, 3, ...unsigned(offset)];
}

/** Stores the sum of the two doubles as one. */
export function storeSum(address: Code, offset: number, value: Code): Code {
  const lane = (n: number) => [...value, 0xfd, 0x21, n];
  return [...address, ...lane(0), ...lane(1), 0xa0, 0x39, 3, ...unsigned(offset)];
}

/** 2^n, for doubles whose lowest eleven bits are n + 1023, 0 < n + 1023 < 2047. */
export function powerOfLowestBits(bits: Code): Code {
  return [...bits, 0x41, 52, 0xfd, 0xcb, 0x01];
}
