import { readFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { describe, expect, test } from "vitest";
import { ApiEvent, API_LIMITS, readApiItems } from "~/events/api/api-requests";
import { OPENAPI } from "~/events/api/openapi";
import { apiReference } from "../../scripts/api-reference";

test("the committed OpenAPI document is that of the schemas: npm run openapi", () => {
  expect(JSON.parse(readFileSync("docs/openapi.json", "utf8"))).toEqual(
    JSON.parse(JSON.stringify(OPENAPI)),
  );
});

test("the API reference is made from the document: npm run openapi", async () => {
  const path = "docs/api-reference.md";
  const options = { ...(await resolveConfig(path)), filepath: path };
  expect(readFileSync(path, "utf8")).toBe(await format(apiReference(OPENAPI), options));
});

describe("docs/events-api.md", () => {
  const page = readFileSync("docs/events-api.md", "utf8");

  test("shows requests that are valid", () => {
    const bodies = [...page.matchAll(/-d '(.+?)'/gs)].map(([, body = ""]) => body);
    expect(bodies).toHaveLength(2);
    const [events = ""] = bodies;
    const read = readApiItems(new TextEncoder().encode(events), "events", ApiEvent);
    expect(read).toMatchObject({ kind: "read", errors: [], items: [{ index: 0 }] });
  });

  test("gives the limits that hold", () => {
    const { items, properties, textChars, eventChars, propertyChars } = API_LIMITS;
    expect(page).toContain(`1 to ${items} items`);
    expect(page).toContain(`Up to ${properties}: text of up to ${textChars.toLocaleString("en")}`);
    expect(page).toContain(`${eventChars.toLocaleString("en")} characters as JSON`);
    expect(page).toContain(`text of up to ${propertyChars} characters`);
  });
});
