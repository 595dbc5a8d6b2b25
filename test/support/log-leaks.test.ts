import { expect, test } from "vitest";
import { CANARY_NAME, findLogLeaks } from "./log-leaks";
import { smallStore } from "./small-store";

const TOKEN = `eyJhbGciOiJIUzI1NiJ9.${"x".repeat(20)}.${"y".repeat(20)}`;

test.each([
  ["an address", `{"err":{"message":"no such user customer-1001000@example.com"}}`],
  ["a name", `{"msg":"hello Customer ${CANARY_NAME} 1001000"}`],
  ["a token of Shopify's", `{"token":"shpat_0123456789abcdef"}`],
  ["a refresh token", `{"token":"shprt_0123456789abcdef"}`],
  ["a session token", `{"authorization":"Bearer ${TOKEN}"}`],
  ["an email's link", `{"path":"/u/AbCdEfGhIjKlMnOpQrStUv"}`],
  ["an address that the log struck out", `{"err":{"message":"no such user [email]"}}`],
])("%s in a log is found", (_what, line) => {
  expect(findLogLeaks(`{"msg":"started"}\n${line}\n`)).toHaveLength(1);
});

test("ids and shops may be logged", () => {
  const line = `{"shopId":"kettle.myshopify.com","customerId":"1001000","path":"/u","msg":"sent"}`;
  expect(findLogLeaks(line)).toEqual([]);
});

test("every customer of the small store has a name that the search would find", () => {
  for (const { lastName, email } of smallStore().customers) {
    expect(findLogLeaks(lastName ?? "")).toHaveLength(1);
    expect(findLogLeaks(email ?? "")).toHaveLength(1);
  }
});
