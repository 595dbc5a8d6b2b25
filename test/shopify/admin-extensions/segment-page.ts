import { readFileSync } from "node:fs";
import { escapeHtml } from "../admin-shell/shell-page";
import { gid, type SegmentRecord } from "../store-records";
import type { LocalShop, World } from "../world";

const TEXTS = "extensions/segment-action/locales/en.default.json";

/**
 * A segment's page of the admin with the app's action. The action's script gets its texts, the segment, and a
 * document to append to; `app:` links lead to the app.
 */
export function segmentPage(world: World, shop: LocalShop, segment: SegmentRecord): string {
  const texts = JSON.parse(readFileSync(TEXTS, "utf8")) as { name: string };
  const appUrl = `/store/${shop.handle}/apps/${world.config.handle}/`;
  const facts = { texts, appUrl, selected: [{ id: gid("Segment", segment.id) }] };
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${escapeHtml(segment.name)}</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/admin-shell/shell.css">
    <style>s-admin-action, s-paragraph { display: block; margin: 16px } s-button { cursor: pointer; margin: 8px; text-decoration: underline }</style>
  </head>
  <body>
    <h1>${escapeHtml(segment.name)}</h1>
    <p>${escapeHtml(segment.query)}</p>
    <button type="button" id="action">${escapeHtml(texts.name)}</button>
    <script>
      const facts = ${JSON.stringify(facts).replaceAll("<", "\\u003c")};
      const targets = new Map();
      const translate = (key) => {
        if (!Object.hasOwn(facts.texts, key)) throw new Error("no text " + key);
        return facts.texts[key];
      };
      window.shopify = {
        extend: (target, run) => targets.set(target, run),
        i18n: { translate },
        data: { selected: facts.selected },
        close: () => document.querySelector("s-admin-action").remove(),
      };
      document.getElementById("action").addEventListener("click", () =>
        targets.get("admin.customer-segment-details.action.render")());
      document.addEventListener("click", ({ target }) => {
        const href = target.closest("s-button")?.getAttribute("href");
        if (href?.startsWith("app:")) location.assign(facts.appUrl + href.slice("app:".length));
      });
    </script>
    <script src="/admin-extensions/segment-action.js"></script>
  </body>
</html>
`;
}
