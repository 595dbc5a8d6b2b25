import { join } from "node:path";
import { Liquid, type TagToken, type TopLevelToken } from "liquidjs";
import type { ProductRecord } from "../../store-records";
import type { Visit } from "../visit";
import { registerFilters } from "./liquid-filters";
import { collectionDrop, liquidObjects, productDrop } from "./liquid-objects";
import type { Placement, Template } from "./placements";
import { readBlock, type ThemeBlock } from "./read-block";
import { StrictDrop } from "./strict-drop";
import { ThemeError } from "./theme-error";

interface Page {
  readonly template: Template;
  readonly product: ProductRecord | null;
}

/** The blocks of the page's template, in their positions. */
export async function renderBlocks(visit: Visit, page: Page) {
  const parts = { head: "", main: "", footer: "", embed: "" };
  const { themeFolder, origin } = visit.world;
  const assets = new Set<string>();
  for (const [index, placement] of visit.shop.storefront.placements.entries()) {
    if (placement.templates !== "all" && !placement.templates.includes(page.template)) continue;
    const block = readBlock(themeFolder, placement.block);
    if (!block || !mayStandOn(block, page.template)) continue;
    refuseWrongPlace(block, placement);
    const id = `${placement.block}-${index}`;
    const html = await render(visit, block.source, block.file, {
      ...liquidObjects(visit, page.template, page.product),
      block: new StrictDrop("block", {
        id,
        type: placement.block,
        shopify_attributes: "",
        settings: new StrictDrop("block.settings", settingsOf(visit, block, placement)),
      }),
    });
    const { stylesheet, javascript, target } = block.schema;
    const asset = (name: string) => `${origin}/cdn/theme/assets/${name}`;
    if (stylesheet) assets.add(`<link rel="stylesheet" href="${asset(stylesheet)}">`);
    if (javascript) assets.add(`<script src="${asset(javascript)}" defer></script>`);
    if (target === "head" || target === "compliance_head") parts.head += html;
    else
      parts[placement.area] +=
        `<div id="shopify-block-${id}" class="shopify-block shopify-app-block">${html}</div>`;
  }
  parts.head += [...assets].join("");
  return parts;
}

/** Liquid that the app returned through its proxy, rendered like a page of the theme. */
export const renderLiquid = (visit: Visit, source: string, name: string) =>
  render(visit, source, name, liquidObjects(visit, "page", null));

async function render(
  visit: Visit,
  source: string,
  file: string,
  objects: object,
): Promise<string> {
  const engine = engineFor(visit);
  try {
    const templates = engine.parse(source);
    for (const name of await engine.globalVariables(templates)) {
      if (!(name in objects)) throw new ThemeError(`the storefront has no object ${name}`);
    }
    return (await engine.render(templates, objects)) as string;
  } catch (error) {
    throw new ThemeError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

function engineFor(visit: Visit): Liquid {
  const engine = new Liquid({
    partials: join(visit.world.themeFolder, "snippets"),
    extname: ".liquid",
    strictFilters: true,
    ownPropertyOnly: true,
  });
  registerFilters(engine, visit);
  engine.registerTag("doc", {
    parse(_: TagToken, remaining: TopLevelToken[]) {
      while (remaining.length > 0) {
        if ((remaining.shift() as { name?: string }).name === "enddoc") return;
      }
      throw new ThemeError("{% doc %} is not closed");
    },
    render: () => undefined,
  });
  return engine;
}

function mayStandOn({ schema }: ThemeBlock, template: Template): boolean {
  const enabled = schema.enabled_on?.templates;
  const disabled = schema.disabled_on?.templates;
  if (enabled && !enabled.includes("*")) return enabled.includes(template);
  return !disabled?.includes(template);
}

function refuseWrongPlace({ file, schema }: ThemeBlock, { area }: Placement): void {
  if ((schema.target === "section") === (area === "embed")) {
    throw new ThemeError(`${file} is for ${schema.target}; it cannot stand in ${area}`);
  }
}

/** Default settings; products and collections are given by their handle. */
function settingsOf(visit: Visit, { defaults, schema, file }: ThemeBlock, { settings }: Placement) {
  const { products, collections } = visit.shop.store;
  const types = new Map(schema.settings.map(({ id, type }) => [id, type]));
  const all = { ...defaults, ...settings };
  return Object.fromEntries(
    Object.entries(all).map(([id, value]) => {
      const type = types.get(id);
      if (type === undefined) throw new ThemeError(`${file} has no setting ${id}`);
      const byHandle = <T extends { handle: string }>(records: ReadonlyMap<string, T>) =>
        [...records.values()].find(({ handle }) => handle === value);
      if (type === "product") {
        const product = byHandle(products);
        return [id, product ? productDrop(visit, product) : null];
      }
      if (type === "collection") {
        const collection = byHandle(collections);
        return [id, collection ? collectionDrop(visit, collection) : null];
      }
      return [id, value];
    }),
  );
}
