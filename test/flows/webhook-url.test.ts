import { expect, test } from "vitest";
import { findWebhookUrlProblem } from "~/flows/definition/webhook-url";

test("accepts a webhook URL with a public host name or IP address", () => {
  expect(findWebhookUrlProblem("https://hooks.example.com/kindred?a=1")).toBeNull();
  expect(findWebhookUrlProblem("https://1.1.1.1/x")).toBeNull();
  expect(findWebhookUrlProblem("https://[2606:4700:4700::1111]/x")).toBeNull();
});

test.each([
  "http://hooks.example.com",
  "ftp://hooks.example.com",
  "hooks.example.com",
  "https://user:word@hooks.example.com",
  "https://hooks.example.com:8443/x",
  "https://localhost/x",
  "https://localhost./x",
  "https://intranet/x",
  "https://127.0.0.1/x",
  "https://2130706433/x",
  "https://0x7f000001/x",
  "https://0177.0.0.1/x",
  "https://169.254.169.254/latest/meta-data",
  "https://[::1]/x",
  "https://[::ffff:10.0.0.1]/x",
])("rejects a webhook to %s", (url) => expect(findWebhookUrlProblem(url)).not.toBeNull());
