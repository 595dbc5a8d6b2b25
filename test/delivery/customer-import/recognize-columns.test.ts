import { describe, expect, test } from "vitest";
import {
  propertyNameOf,
  recognizeColumns,
  statusOfFileName,
} from "~/delivery/customer-import/recognize-columns";
import { OF_TOOL } from "./tool-exports";

describe("the columns of an export", () => {
  test.each(Object.entries(OF_TOOL))("are recognized: %s", (_name, { tool, header, roles }) => {
    const found = recognizeColumns(header, [], "none");
    expect({ tool: found.tool, roles: found.roles }).toEqual({ tool, roles });
  });

  test("are recognized in any case, with underscores, and after a byte order mark", () => {
    const header = ["E-MAIL_ADDRESS", "first_name", "Subscription Status"];
    expect(recognizeColumns(header, [], "none").roles).toEqual(["email", "first_name", "status"]);
  });

  test("are recognized in the notation of programs", () => {
    const header = ["emailAddress", "firstName", "emailStatus", "optInDate", "unsubscribedAt"];
    expect(recognizeColumns(header, [], "none").roles).toEqual([
      ...["email", "first_name", "status", "consented_at", "unsubscribed_at"],
    ]);
  });

  test("are properties if they are unknown, at most fifty of them", () => {
    const header = ["Email", ...Array.from({ length: 60 }, (_, i) => `Size ${i}`)];
    const { roles } = recognizeColumns(header, [], "none");
    expect(roles.filter((it) => it === "property")).toHaveLength(50);
  });

  test("have one address", () => {
    expect(recognizeColumns(["Email", "Email Address"], [], "none").roles).toEqual([
      "email",
      "ignore",
    ]);
  });

  test("show the order of day and month", () => {
    const header = ["Email", "Consent timestamp", "Birthday"];
    const rows = [["a@example.com", "31/01/2025", "12/31/1990"]];
    expect(recognizeColumns(header, rows, "none").dayOrder).toBe("dmy");
  });
});

test.each([
  ["subscribed_email_audience_export_1a2b.csv", "subscribed"],
  ["unsubscribed_email_audience_export_1a2b.csv", "unsubscribed"],
  ["nonsubscribed_email_audience_export_1a2b.csv", "none"],
  ["cleaned_email_audience_export_1a2b.csv", "bounced"],
  ["customers.csv", "none"],
])("the name %s says that its customers are: %s", (name, status) => {
  expect(statusOfFileName(name)).toBe(status);
});

test("a status column counts more than the file's name", () => {
  const { fileStatus } = recognizeColumns(["Email", "Status"], [], "subscribed");
  expect(fileStatus).toBe("none");
});

test.each([
  ["Favorite Color", "favorite_color"],
  ["Größe (EU)", "gro_e_eu"],
  ["Städte", "stadte"],
  ["2024 orders", "orders"],
  ["Город", "column_3"],
])("the property of %s is %s", (heading, name) => {
  expect(propertyNameOf(heading, 2)).toBe(name);
});
