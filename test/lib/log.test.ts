import { describe, expect, test } from "vitest";
import { createLog, redactLine } from "~/lib/log.server";

describe("logs", () => {
  test.each([
    [
      "an address",
      "refused by ada.lovelace+x@mail.example.co.uk today",
      "refused by [email] today",
    ],
    ["a Shopify token", "token shpat_0a1b2c3d", "token [token]"],
    ["a session token", "Bearer eyJhbGciOi.eyJpc3Mi.c2ln", "Bearer [token]"],
    ["an address in a path", "GET /x/ada@example.com", "GET /x/[email]"],
  ])("redact %s", (_what, line, written) => {
    expect(redactLine(line)).toBe(written);
  });

  test("keep the paths of a stack", () => {
    const line = "at request (/srv/node_modules/@prisma/client/runtime/client.mjs:861:18)";
    expect(redactLine(line)).toBe(line);
  });

  test("redact an address in an error message", () => {
    const lines: string[] = [];
    const log = createLog("info", { write: (line) => lines.push(line) });
    log.error({ err: new Error("no mailbox ada@example.com"), shopId: "a" }, "failed");
    expect(lines.join("")).toContain('"shopId":"a"');
    expect(lines.join("")).not.toContain("ada@example.com");
  });
});
