// WebAssembly encoding, after the core specification 2.0, chapter 5 (binary format).
const I32 = 0x7f;
const V128 = 0x7b;

/** Pushes a local onto the stack. */
export function get(local: number): number[] {
  return [0x20, local];
}

/** Pops the stack into a local. */
export function set(local: number): number[] {
  return [0x21, local];
}

/** A constant from 0 to 63. */
export function smallConstant(value: number): number[] {
  return [0x41, value];
}

/** An integer ≥ 0. The highest bit of its last digit is a sign, so a 0 is added if that bit is set. */
export function constant(value: number): number[] {
  const digits = unsigned(value);
  const last = digits.pop()!;
  return last < 64 ? [0x41, ...digits, last] : [0x41, ...digits, last | 128, 0];
}

export const I32_ADD = 0x6a;
const I32_SUB = 0x6b;
export const I32_MUL = 0x6c;
export const F32_LOAD = [0x2a, 2, 0];
export const F32_STORE = [0x38, 2, 0];
const F32_ADD = 0x92;
export const F32_SUB = 0x93;
export const F32X4_ADD = [0xfd, 0xe4, 0x01];
export const F32X4_SUB = [0xfd, 0xe5, 0x01];
export const F32X4_MUL = [0xfd, 0xe6, 0x01];
export const F32X4_ZERO = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
/** Loads four numbers from an address that is a multiple of four. */
export const V128_LOAD = [0xfd, 0x00, 2, 0];
const LOOP = [0x03, 0x40];
const END = 0x0b;

/** A loop body that repeats while it ends with a nonzero value on the stack. */
export function loop(body: readonly number[]): number[] {
  return [...LOOP, ...body, 0x0d, 0, END];
}

/** Whether one local is less than another, both unsigned. */
export function isBelow(local: number, limit: number): number[] {
  return [...get(local), ...get(limit), 0x49];
}

/** Decrements a local and leaves it on the stack. */
export function countDown(local: number): number[] {
  return [...get(local), ...smallConstant(1), I32_SUB, 0x22, local];
}

/** The sum of the four numbers of a local. */
export function sumOfLanes(local: number): number[] {
  const lane = (n: number) => [...get(local), 0xfd, 0x1f, n];
  return [...lane(0), ...lane(1), F32_ADD, ...lane(2), ...lane(3), F32_ADD, F32_ADD];
}

export interface KernelCode {
  /** With one parameter each, from local 0. */
  readonly parameters: number;
  /** Locals after the parameters: first integers, then vectors. */
  readonly locals: { readonly i32: number; readonly v128: number };
  readonly code: readonly number[];
}

/** Compiles a function of integers without a result that operates on a memory. */
export function createKernel(
  { parameters, locals, code }: KernelCode,
  memory: WebAssembly.Memory,
): (...args: number[]) => void {
  const body = [2, locals.i32, I32, locals.v128, V128, ...code, END];
  const bytes = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, parameters, ...new Array<number>(parameters).fill(I32), 0]),
    ...section(2, [1, 1, 0x6d, 1, 0x6d, 2, 0, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, 1, 0x66, 0, 0]),
    ...section(10, [1, ...unsigned(body.length), ...body]),
  ]);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    m: { m: memory },
  });
  return exports.f as (...args: number[]) => void;
}

function section(id: number, content: readonly number[]): number[] {
  return [id, ...unsigned(content.length), ...content];
}

/** LEB128 encoding of an integer ≥ 0. */
export function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >> 7)];
}
