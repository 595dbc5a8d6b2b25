import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ImportSettings, type FileStatus } from "~/delivery/customer-import/column-role";
import { createRowReader } from "~/delivery/customer-import/read-import-row";
import { daysAgo, NOW } from "../../support/builders";

const HEADER = ["Email", "Consent", "Consented", "Unsubscribed", "Bounced", "Suppressed", "Size"];

interface Cells {
  email?: string;
  status?: string;
  consented?: string;
  unsubscribed?: string;
  bounced?: string;
  suppressed?: string;
  size?: string;
}

function read(cells: Cells, fileStatus: FileStatus = "none", dayOrder: "dmy" | null = null) {
  const settings = ImportSettings.parse({
    roles: [
      "email",
      "status",
      "consented_at",
      "unsubscribed_at",
      "bounced_at",
      "suppression",
      "property",
    ],
    encoding: "utf-8",
    fileStatus,
    dayOrder,
  });
  const { email = "ada@example.com", status = "", consented = "", unsubscribed = "" } = cells;
  const { bounced = "", suppressed = "", size = "" } = cells;
  const row = [email, status, consented, unsubscribed, bounced, suppressed, size];
  return createRowReader(HEADER, settings, NOW)(row);
}

/** What a row says about emailing the customer. */
const standingOf = (cells: Cells, fileStatus?: FileStatus) => {
  const found = read(cells, fileStatus);
  if (found.kind === "refused") return found.problem;
  const { reasons, consent } = found.customer;
  return reasons.length > 0 ? reasons.toSorted().join() : consent === null ? "none" : "consent";
};

describe("a row of an import", () => {
  test.each<[Cells, string]>([
    [{ status: "SUBSCRIBED" }, "consent"],
    [{ status: '["email","sms"]' }, "consent"],
    [{ status: "true" }, "consent"],
    [{ status: "NEVER_SUBSCRIBED" }, "none"],
    [{ status: "non-subscribed" }, "none"],
    [{ status: "sms" }, "none"],
    [{ status: "" }, "none"],
    [{ status: "UNSUBSCRIBED" }, "unsubscribe"],
    [{ status: "cleaned" }, "hard_bounce"],
    [{ status: "Marked as spam" }, "complaint"],
    [{ status: "subscribed, unsubscribed" }, "unsubscribe"],
    [{ status: "abonniert" }, "unknown_status"],
    [{ status: "abonniert", suppressed: "UNSUBSCRIBED" }, "unsubscribe"],
    [{ status: "subscribed", suppressed: "[]" }, "consent"],
    [{ status: "subscribed", suppressed: "USER_SUPPRESSED" }, "manual"],
    [{ status: "subscribed", suppressed: "HARD_BOUNCE" }, "hard_bounce"],
    [{ status: "subscribed", suppressed: "soft bounce" }, "manual"],
    [
      { status: "subscribed", suppressed: '["INVALID_EMAIL","SPAM_COMPLAINT"]' },
      "complaint,hard_bounce",
    ],
    [{ status: "subscribed", bounced: "2025-01-01" }, "hard_bounce"],
    [{ unsubscribed: "2025-01-01" }, "unsubscribe"],
  ])("%j is: %s", (cells, standing) => {
    expect(standingOf(cells)).toBe(standing);
  });

  test("has the status of its file if it has none", () => {
    expect(standingOf({}, "subscribed")).toBe("consent");
    expect(standingOf({}, "unsubscribed")).toBe("unsubscribe");
    expect(standingOf({}, "bounced")).toBe("hard_bounce");
    expect(standingOf({ status: "unsubscribed" }, "subscribed")).toBe("unsubscribe");
  });

  test.each<[string, Cells, string]>([
    ["later", { consented: "2025-02-01", unsubscribed: "2025-01-01" }, "consent"],
    ["earlier", { consented: "2025-01-01", unsubscribed: "2025-02-01" }, "unsubscribe"],
    ["at the same time", { consented: "2025-01-01", unsubscribed: "2025-01-01" }, "unsubscribe"],
    ["unreadable", { consented: "02/03/2025", unsubscribed: "2025-01-01" }, "unsubscribe"],
    [
      "later than an unreadable date",
      { consented: "2025-01-01", unsubscribed: "x" },
      "unsubscribe",
    ],
  ])("counts an old unsubscribe unless the consent is later: %s", (_name, cells, standing) => {
    expect(standingOf({ status: "subscribed", ...cells })).toBe(standing);
  });

  test("is refused if its consent has no clear time", () => {
    expect(standingOf({ status: "subscribed", consented: "02/03/2025" })).toBe("unclear_date");
    expect(standingOf({ status: "subscribed", consented: "2031-01-01" })).toBe("future_date");
    const found = read({ status: "subscribed", consented: "02/03/2025" }, "none", "dmy");
    expect(found).toMatchObject({ customer: { consent: { at: new Date("2025-03-02") } } });
  });

  test.each([
    ["", "no_address"],
    ["ada", "invalid_address"],
    ["ada@example.com, bob@example.com", "invalid_address"],
  ])("is refused without an address: %j", (email, problem) => {
    expect(read({ email })).toEqual({ kind: "refused", problem });
  });

  test("has its address without a name, and its text without the mark of another export", () => {
    const found = read({ email: "Ada <ada@example.com>\u200b", size: "'=1+1" });
    expect(found).toMatchObject({
      customer: { address: "ada@example.com", properties: [{ name: "size", value: "=1+1" }] },
    });
  });

  test("leaves out values that are too long to be properties", () => {
    expect(read({ size: "x".repeat(256) })).toMatchObject({
      customer: { properties: [], longValues: 1 },
    });
  });

  test("never has both a consent and a suppression, and no opt-out is lost", () => {
    const when = fc.constantFrom("", "2025-01-01", "02/03/2025", "soon", daysAgo(9).toISOString());
    const cells = fc.record({
      status: fc.constantFrom("", "subscribed", "unsubscribed", "bounced", "x", "true", "no"),
      consented: when,
      unsubscribed: when,
      bounced: when,
      suppressed: fc.constantFrom("", "[]", "UNSUBSCRIBE", "true", "HARD_BOUNCE"),
    });
    fc.assert(
      fc.property(cells, fc.constantFrom("none" as const, "subscribed" as const), (row, status) => {
        const found = read(row, status);
        const mustStop =
          ["unsubscribed", "bounced"].includes(row.status) ||
          row.bounced !== "" ||
          !["", "[]"].includes(row.suppressed) ||
          (row.unsubscribed !== "" &&
            row.status !== "subscribed" &&
            row.status !== "true" &&
            !(row.status === "" && status === "subscribed"));
        if (found.kind === "refused") {
          expect(mustStop).toBe(false);
        } else {
          const { reasons, consent } = found.customer;
          expect(reasons.length > 0 && consent !== null).toBe(false);
          if (mustStop) expect(reasons).not.toEqual([]);
        }
      }),
    );
  });
});
