import { expect, test } from "vitest";
import { resizeImage } from "~/messages/merge/resize-image";

test.each([
  ["https://cdn.shopify.com/s/a.jpg", "https://cdn.shopify.com/s/a.jpg?width=536"],
  ["https://cdn.shopify.com/s/a.jpg?v=1", "https://cdn.shopify.com/s/a.jpg?v=1&width=536"],
  [
    "https://a.example/cdn/shop/files/a.jpg?v=1",
    "https://a.example/cdn/shop/files/a.jpg?v=1&width=536",
  ],
  ["https://cdn.shopify.com/s/a.jpg?width=90&v=1", "https://cdn.shopify.com/s/a.jpg?v=1&width=536"],
  // A crop would cut off the edges of the product.
  [
    "https://cdn.shopify.com/s/a.jpg?v=1&height=90&crop=center",
    "https://cdn.shopify.com/s/a.jpg?v=1&width=536",
  ],
])("resizes %s", (url, resized) => {
  expect(resizeImage(url, { widthPx: 536 })).toBe(resized);
});

test.each([
  "https://pictures.example/a.jpg?v=1",
  "https://pictures.example/a.jpg?from=/cdn/shop/a",
  "https://cdn.shopify.com.example/a.jpg",
])("leaves %s as it is", (url) => {
  expect(resizeImage(url, { widthPx: 536 })).toBe(url);
});

test("has nothing to resize without an image", () => {
  expect(resizeImage(null, { widthPx: 536 })).toBeNull();
});
