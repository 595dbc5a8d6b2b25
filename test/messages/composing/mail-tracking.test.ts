import { expect, test } from "vitest";
import { addTracking } from "~/messages/composing/mail-tracking";

const MAIL = {
  subject: "Hello",
  html: "<html><body><p>Hello</p></body></html>",
  text: "Hello\n",
  htmlBytes: 38,
};
const trapUrl = "https://mail.example/c/trap?a=1&b=2";

test("the hidden link is followed by nobody who reads, and stands in the markup alone", () => {
  const mail = addTracking(MAIL, { honeypotUrl: trapUrl, pixelUrl: null });
  expect(mail.html).toMatch(/<p>Hello<\/p><a href="https:\/\/mail\.example\/c\/trap\?a=1&amp;b=2"/);
  expect(mail.html).toMatch(/rel="nofollow" tabindex="-1" aria-hidden="true" style="display:none/);
  expect(mail.html).not.toContain("<img");
  expect(mail.text).toBe(MAIL.text);
});

test("the picture that tells of an opening is there only where it may be", () => {
  const mail = addTracking(MAIL, {
    honeypotUrl: trapUrl,
    pixelUrl: "https://mail.example/o/token",
  });
  expect(mail.html).toContain(
    '<img src="https://mail.example/o/token" width="1" height="1" alt=""',
  );
  expect(mail.html.endsWith("</body></html>")).toBe(true);
});

test("the size is that of the whole", () => {
  const mail = addTracking(MAIL, {
    honeypotUrl: trapUrl,
    pixelUrl: "https://mail.example/o/token",
  });
  expect(mail.htmlBytes).toBe(Buffer.byteLength(mail.html));
});
