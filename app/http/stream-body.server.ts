import { AppError } from "~/lib/errors";

/**
 * A request's body, piece by piece.
 *
 * @throws AppError `invalid_input` beyond `maxBytes`; what came before was given out
 */
export async function* streamBody(request: Request, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (!request.body) return;
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.byteLength;
      if (length > maxBytes) throw new AppError("invalid_input", "The file is too large");
      yield next.value;
    }
  } finally {
    await reader.cancel();
  }
}
