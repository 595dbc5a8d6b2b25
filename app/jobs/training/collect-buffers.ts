/**
 * The buffers of all typed arrays in plain objects, lists, maps and sets, each once, for transfer to another thread.
 * Excludes shared memory.
 */
export function collectBuffers(value: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>();
  collect(value, found);
  return [...found];
}

function collect(value: unknown, found: Set<ArrayBuffer>): void {
  if (typeof value !== "object" || value === null) return;
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
    for (const entry of value.values()) collect(entry, found);
  } else if (!(value instanceof Date)) {
    for (const entry of Object.values(value)) collect(entry, found);
  }
}
