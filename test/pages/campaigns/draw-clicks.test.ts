import { expect, test } from "vitest";
import { drawClicks, urlOfLink } from "~/pages/campaigns/draw-clicks";

const HTML = `<html><head></head><body>
<a class="logo" href="${urlOfLink(0)}" style="color:red">Shop</a>
<a href="${urlOfLink(11)}"><img src="a.png"></a><a href="${urlOfLink(11)}">Tray</a>
<a href="https://kettle.example/unsubscribe">Unsubscribe</a>
</body></html>`;

test("labels each clicked link once and frames all its occurrences", () => {
  const html = drawClicks(HTML, new Map([[11, { label: '5 · "25%"', share: 1 }]]));
  expect(html.match(/data-clicked/g)).toHaveLength(2 + 2); // twice in the style
  expect(html.match(/data-label="5 · &quot;25%&quot;"/g)).toHaveLength(1);
  expect(html).toContain('<a class="logo" style="color:red">Shop</a>');
  expect(html).toContain(' style="--clicked:1.00"><img');
  expect(html).not.toContain("link.invalid");
  expect(html).toContain("https://kettle.example/unsubscribe");
});

test("keeps the styles of a clicked link", () => {
  const html = drawClicks(HTML, new Map([[0, { label: "1", share: 0 }]]));
  expect(html).toContain('style="--clicked:0.35;color:red"');
});
