import { describe, expect, test } from "vitest";
import { derivedId } from "~/lib/derived-id.server";
import { OTHER_SHOP, SHOP } from "../support/builders";

describe("a derived id", () => {
  test("is deterministic and a UUID of version 8", () => {
    const id = derivedId(SHOP, "message", "e1", "email-1");
    expect(id).toBe(derivedId(SHOP, "message", "e1", "email-1"));
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  test("differs for another shop, kind, name, or division into names", () => {
    const ids = [
      derivedId(SHOP, "message", "a", "b"),
      derivedId(OTHER_SHOP, "message", "a", "b"),
      derivedId(SHOP, "action", "a", "b"),
      derivedId(SHOP, "message", "a", "c"),
      derivedId(SHOP, "message", "a,b"),
      derivedId(SHOP, "message", "a", "b", ""),
      derivedId(SHOP, "message", 'a","b'),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});
