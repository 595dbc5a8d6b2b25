/**
 * Decodes a file that arrives in chunks, which may end within a letter. Removes the byte order mark. Bytes that the
 * encoding does not have become U+FFFD.
 *
 * @param encoding a label of the WHATWG Encoding Standard
 */
export async function* decodeChunks(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
