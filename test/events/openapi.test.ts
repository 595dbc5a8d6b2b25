import { readFileSync } from "node:fs";
import { format } from "oxfmt";
import { describe, expect, test } from "vitest";
import { ApiEvent, API_LIMITS, readApiItems } from "~/events/api/api-requests";
import { OPENAPI } from "~/events/api/openapi";
import { CUSTOM_NAME } from "~/events/custom-event";
import { parseMerge } from "~/messages/merge/merge-grammar";
import { textPaths } from "~/messages/merge/merge-paths";
import { apiReference } from "../../scripts/api-reference";

test("the committed OpenAPI document is that of the schemas: npm run openapi", () => {
  expect(JSON.parse(readFileSync("docs/openapi.json", "utf8"))).toEqual(
    JSON.parse(JSON.stringify(OPENAPI)),
  );
});

test("the API reference is made from the document: npm run openapi", async () => {
  const path = "docs/api-reference.md";
  const { code, errors } = await format(path, apiReference(OPENAPI));
  expect(errors).toEqual([]);
  expect(readFileSync(path, "utf8")).toBe(code);
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

  test("has recipes whose events are accepted, and whose texts can be written in an email", () => {
    const recipes = page.slice(page.indexOf("## Recipes"));
    expect(recipes.match(/^### /gm)).toHaveLength(4);
    const events = [...recipes.matchAll(/```json\n(.+?)```/gs)].map(
      ([, event = ""]) => JSON.parse(event) as unknown,
    );
    expect(events.length).toBeGreaterThan(0);
    const body = new TextEncoder().encode(JSON.stringify({ events }));
    expect(readApiItems(body, "events", ApiEvent)).toMatchObject({ kind: "read", errors: [] });

    const codes = [...recipes.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
    const texts = codes.filter((code) => code.includes("{{"));
    expect(texts.length).toBeGreaterThan(4);
    expect(texts.filter((it) => parseMerge(it, textPaths(false)).kind !== "parsed")).toEqual([]);
    const names = codes.filter((code) => /^[a-z]+(?:_[a-z]+)+$/i.test(code));
    expect(names.length).toBeGreaterThan(8);
    expect(names.filter((it) => !CUSTOM_NAME.test(it))).toEqual([]);
  });

  test("gives the limits that hold", () => {
    const { items, properties, textChars, eventChars, propertyChars } = API_LIMITS;
    expect(page).toContain(`1 to ${items} items`);
    expect(page).toContain(`Up to ${properties}: text of up to ${textChars.toLocaleString("en")}`);
    expect(page).toContain(`${eventChars.toLocaleString("en")} characters as JSON`);
    expect(page).toContain(`text of up to ${propertyChars} characters`);
  });
});
