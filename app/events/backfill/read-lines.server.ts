import { AppError } from "~/lib/errors";

/**
 * Yields the lines of a body one at a time; memory use is one chunk, whatever the length.
 *
 * @throws AppError `upstream` when the connection breaks off
 */
export async function* readLines(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = "";
  try {
    for (let next = await read(reader); !next.done; next = await read(reader)) {
      const lines = (rest + decoder.decode(next.value, { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    rest += decoder.decode();
    if (rest !== "") yield rest;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** All lines after the first `count`. */
export async function* skipLines(
  lines: AsyncIterable<string>,
  count: number,
): AsyncGenerator<string> {
  let skipped = 0;
  for await (const line of lines) {
    if (skipped < count) skipped++;
    else yield line;
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (cause) {
    throw new AppError("upstream", "Shopify's file broke off", { cause });
  }
}
