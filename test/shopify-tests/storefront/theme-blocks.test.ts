import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openTestBed, SHOP, type TestBed } from "../local-app";
import { newShopper } from "./shopper";

let folder: string;
let bed: TestBed;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kindred-theme-"));
  for (const part of ["blocks", "assets", "locales", "snippets"]) mkdirSync(join(folder, part));
  writeFileSync(join(folder, "assets/form.js"), "var form;");
  writeFileSync(join(folder, "snippets/line.liquid"), "[{{ text }}]");
  const en = { hello: "Hello {{ name }}", count: { one: "one", other: "{{ count }} of them" } };
  writeFileSync(join(folder, "locales/en.default.json"), JSON.stringify(en));
  writeFileSync(join(folder, "locales/de.json"), JSON.stringify({ hello: "Hallo {{ name }}" }));
  bed = await openTestBed({ themeFolder: folder });
});
afterAll(async () => {
  await bed.stop();
  rmSync(folder, { recursive: true });
});

/** The page with one block of this Liquid on it. */
async function show(liquid: string, { schema = {}, settings = {}, path = "/products/mug" } = {}) {
  const whole = { name: "t:name", target: "section", ...schema };
  const text = `${liquid}{% schema %}${JSON.stringify(whole)}{% endschema %}`;
  writeFileSync(join(folder, "blocks/tried.liquid"), text);
  const area = whole.target === "section" ? "main" : "embed";
  await bed.control.placeBlocks(SHOP, [{ block: "tried", templates: "all", area, settings }]);
  const response = await newShopper(bed).get(path);
  return { status: response.status, html: await response.text() };
}

describe("a theme block", () => {
  test("has access to the product, the shop and its settings", async () => {
    const { html } = await show(
      "{{ product.title }} {{ product.price | money }} {{ shop.name }} {{ block.settings.heading }}",
      {
        schema: { settings: [{ type: "text", id: "heading", label: "x", default: "For you" }] },
      },
    );
    expect(html).toContain("Mug £7.95 Acme Gifts For you");
  });

  test("uses a merchant's setting instead of the default", async () => {
    const { html } = await show("<b>{{ block.settings.collection.title }}</b>", {
      schema: { settings: [{ type: "collection", id: "collection", label: "x" }] },
      settings: { collection: "home" },
    });
    expect(html).toContain("<b>Home</b>");
  });

  test("uses the shopper's language, else its default", async () => {
    const liquid =
      "{{ 'hello' | t: name: 'Ada' }}, {{ 'count' | t: count: 3 }}{% render 'line', text: 'x' %}";
    expect((await show(liquid)).html).toContain("Hello Ada, 3 of them[x]");
    expect((await show(liquid, { path: "/de/products/mug" })).html).toContain(
      "Hallo Ada, 3 of them",
    );
  });

  test("loads its script once, from a URL that a browser finds", async () => {
    const { html } = await show("x", { schema: { javascript: "form.js" } });
    const url = /<script src="([^"]+form\.js)" defer>/.exec(html)?.[1] ?? "";
    expect(await (await fetch(url)).text()).toBe("var form;");
  });

  test("renders only on its own pages", async () => {
    const schema = { enabled_on: { templates: ["index"] } };
    expect((await show("here-it-is", { schema })).html).not.toContain("here-it-is");
    expect((await show("here-it-is", { schema, path: "/" })).html).toContain("here-it-is");
  });

  test("has access to the logged-in customer only", async () => {
    await show("<i>{% if customer %}{{ customer.id }}{% else %}nobody{% endif %}</i>", {
      schema: { target: "body" },
    });
    const shopper = newShopper(bed);
    expect(await (await shopper.get("/")).text()).toContain("<i>nobody</i>");
    await shopper.submit("/account/login", { email: "customer-201@example.com" });
    expect(await (await shopper.get("/")).text()).toContain("<i>201</i>");
  });
});

describe("a block that Shopify would not render", () => {
  test.each([
    ["an object that is not there", "{{ weather }}", "no object weather"],
    ["a field that is not there", "{{ product.color }}", "no product.color"],
    ["a filter that is not there", "{{ 'x' | jsonify }}", "undefined filter: jsonify"],
    ["a text that is not there", "{{ 'bye' | t }}", "has no bye"],
    ["a file that is not there", "{{ 'gone.js' | asset_url }}", "no assets/gone.js"],
    ["a tag that is not closed", "{% if x %}", "not closed"],
  ])("throws an error: %s", async (_what, liquid, words) => {
    const errors = vi.spyOn(console, "error").mockReturnValue();
    const { status, html } = await show(liquid);
    errors.mockRestore();
    expect(status).toBe(500);
    expect(html).toContain("blocks/tried.liquid");
    expect(html).toContain(words);
    const { unresolvedFields } = await bed.control.logs();
    expect(unresolvedFields.join()).toContain(words);
    await bed.control.clearLogs();
  });
});

test("Kindred's own blocks render on every page, in every language", async () => {
  const own = await openTestBed();
  const shopper = newShopper(own);
  for (const language of ["", "/de", "/fr", "/es", "/ja"]) {
    for (const path of ["/", "/products/mug", "/collections/home", "/cart", "/search?q=mug"]) {
      expect((await shopper.get(language + path)).status, language + path).toBe(200);
    }
  }
  expect((await own.control.logs()).unresolvedFields).toEqual([]);
  await own.stop();
});
