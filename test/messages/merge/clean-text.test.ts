import { expect, test } from "vitest";
import { isPictureUrl } from "~/messages/merge/clean-text";

test.each([
  "https://cdn.shopify.com/s/files/1/1/files/a.png?v=1&width=1040",
  "http://127.0.0.1:3456/cdn/products/1.svg",
  "http://localhost/a.png",
])("an image may have the URL %s", (url) => {
  expect(isPictureUrl(url)).toBe(true);
});

test.each([
  "http://cdn.shopify.com/a.png",
  "http://127.0.0.1:80@evil.example/a.png",
  "http://127.0.0.1.evil.example/a.png",
  "http://localhost.evil.example/a.png",
  "javascript:alert(1)",
  "data:image/png;base64,AAAA",
  "mailto:ada@example.com",
  "",
])("an image may not have the URL “%s”", (url) => {
  expect(isPictureUrl(url)).toBe(false);
});
