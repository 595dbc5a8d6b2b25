import { describe, expect, test } from "vitest";
import { readBody } from "~/http/read-body.server";

const post = (body: BodyInit | null, headers: HeadersInit = {}) =>
  new Request("http://localhost/webhooks", {
    method: "POST",
    body,
    headers,
    duplex: "half",
  });

/** Endless, and records how much was read. */
function endlessBody() {
  const seen = { sentBytes: 0, isCanceled: false };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      seen.sentBytes += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
    cancel() {
      seen.isCanceled = true;
    },
  });
  return { stream, seen };
}

describe("readBody", () => {
  test("returns the bytes unchanged", async () => {
    const bytes = new Uint8Array([0xff, 0x00, 0x7b, 0xe2]);
    expect([...(await readBody(post(bytes), 10))!]).toEqual([...bytes]);
  });

  test("returns no bytes for a request without a body", async () => {
    expect(await readBody(post(null), 10)).toHaveLength(0);
  });

  test.each([
    [10, 10],
    [11, null],
  ])("with %i bytes reads %s when ten are allowed", async (length, read) => {
    const body = await readBody(post(new Uint8Array(length)), 10);
    expect(body?.length ?? null).toBe(read);
  });

  test("stops reading an endless body", async () => {
    const { stream, seen } = endlessBody();
    expect(await readBody(post(stream), 10_000)).toBeNull();
    expect(seen.isCanceled, "its sender still has to be answered").toBe(false);
    expect(seen.sentBytes).toBeLessThan(20_000);
  });

  test("reads nothing when the content length is too large", async () => {
    const { stream, seen } = endlessBody();
    expect(await readBody(post(stream, { "content-length": "20000" }), 10_000)).toBeNull();
    expect(seen.sentBytes).toBeLessThanOrEqual(1024);
  });
});
