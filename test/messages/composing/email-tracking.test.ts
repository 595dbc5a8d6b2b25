import { expect, test } from "vitest";
import { addTracking } from "~/messages/composing/email-tracking";

const EMAIL = {
  subject: "Hello",
  html: "<html><body><p>Hello</p></body></html>",
  text: "Hello\n",
  htmlBytes: 38,
};
const trapUrl = "https://mail.example/c/trap?a=1&b=2";

test("the hidden link is invisible to readers, and exists in the markup only", () => {
  const email = addTracking(EMAIL, { honeypotUrl: trapUrl, pixelUrl: null });
  expect(email.html).toMatch(
    /<p>Hello<\/p><a href="https:\/\/mail\.example\/c\/trap\?a=1&amp;b=2"/,
  );
  expect(email.html).toMatch(/rel="nofollow" tabindex="-1" aria-hidden="true" style="display:none/);
  expect(email.html).not.toContain("<img");
  expect(email.text).toBe(EMAIL.text);
});

test("the tracking pixel exists only where tracking is allowed", () => {
  const email = addTracking(EMAIL, {
    honeypotUrl: trapUrl,
    pixelUrl: "https://mail.example/o/token",
  });
  expect(email.html).toContain(
    '<img src="https://mail.example/o/token" width="1" height="1" alt=""',
  );
  expect(email.html.endsWith("</body></html>")).toBe(true);
});

test("the size is that of the whole email", () => {
  const email = addTracking(EMAIL, {
    honeypotUrl: trapUrl,
    pixelUrl: "https://mail.example/o/token",
  });
  expect(email.htmlBytes).toBe(Buffer.byteLength(email.html));
});
