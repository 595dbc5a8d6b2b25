import { describe, expect, test } from "vitest";
import { OF_TOOL } from "./tool-exports";
import { useImports } from "./use-imports";

const { db, upload, page, importFile, indexOf, reasonsOf } = useImports();

/** The customers of a generated export: a third each is subscribed, opted out and neither; some are in the store. */
const PEOPLE = Array.from({ length: 1_200 }, (_, i) => ({
  address: `person-${i}@example.com`,
  standing: (["subscribed", "stopped", "neither"] as const)[i % 3]!,
  hasBounced: i % 6 === 1,
}));

type Person = (typeof PEOPLE)[number];

const ROWS_OF: Readonly<
  Record<string, (person: Person) => Readonly<Record<string, string>> | null>
> = {
  klaviyo: ({ address, standing, hasBounced }) => ({
    Email: address,
    "Email Marketing Consent": {
      subscribed: "SUBSCRIBED",
      stopped: "UNSUBSCRIBED",
      neither: "NEVER_SUBSCRIBED",
    }[standing],
    "Email Marketing Consent Timestamp": standing === "subscribed" ? "2025-05-01 10:20:30" : "",
    "Email Suppressions": hasBounced ? '["HARD_BOUNCE"]' : "[]",
  }),
  "mailchimp, subscribed": ({ address, standing }) =>
    standing === "subscribed"
      ? { "Email Address": address, OPTIN_TIME: "2025-05-01 10:20:30" }
      : null,
  "mailchimp, unsubscribed": ({ address, standing, hasBounced }) =>
    standing === "stopped" && !hasBounced
      ? {
          "Email Address": address,
          OPTIN_TIME: "2025-05-01 10:20:30",
          UNSUB_TIME: "2025-06-01 00:00:00",
        }
      : null,
  "mailchimp, cleaned": ({ address, standing, hasBounced }) =>
    standing === "stopped" && hasBounced
      ? { "Email Address": address, CLEAN_TIME: "2025-06-01 00:00:00" }
      : null,
  omnisend: ({ address, standing }) => ({
    Email: address,
    "Email status": { subscribed: "subscribed", stopped: "unsubscribed", neither: "nonSubscribed" }[
      standing
    ],
    "Email opt-in date": standing === "neither" ? "" : "2025-05-01T10:20:30Z",
    "Email opt-out date": standing === "stopped" ? "2025-06-01T00:00:00Z" : "",
  }),
};

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
function generate(name: string): string {
  const { header } = OF_TOOL[name]!;
  const rows = PEOPLE.map((person) => ROWS_OF[name]!(person)).filter((row) => row !== null);
  return [header, ...rows.map((row) => header.map((heading) => row[heading] ?? ""))]
    .map((cells) => cells.map(cell).join(","))
    .join("\n");
}

describe("an import from another tool", () => {
  test.each([
    ["klaviyo", ["klaviyo"]],
    ["mailchimp", ["mailchimp, subscribed", "mailchimp, unsubscribed", "mailchimp, cleaned"]],
    ["omnisend", ["omnisend"]],
  ])("keeps every suppression and every consent: %s", async (_tool, names) => {
    for (const name of names) {
      const { state, counts } = await importFile(generate(name), OF_TOOL[name]!.fileName);
      expect({ state, refused: counts.refused }).toEqual({ state: "imported", refused: {} });
    }
    const suppressed = await db().suppression.findMany({ select: { emailIndex: true } });
    const consents = await db().consentEntry.findMany({
      where: { kind: "given", source: "import", at: new Date("2025-05-01T10:20:30Z") },
      select: { emailIndex: true },
    });
    const indexesOf = (rows: readonly { emailIndex: Uint8Array | null }[]) =>
      new Set(rows.map(({ emailIndex }) => Buffer.from(emailIndex!).toString("hex")));
    const expected = (standing: Person["standing"]) =>
      new Set(
        PEOPLE.filter((it) => it.standing === standing).map(({ address }) =>
          Buffer.from(indexOf(address)).toString("hex"),
        ),
      );
    expect(indexesOf(suppressed)).toEqual(expected("stopped"));
    expect(indexesOf(consents)).toEqual(expected("subscribed"));
  });

  test("is the same in other encodings", async () => {
    const file = "Email,First Name,Consent\nжанна@example.com,Жанна,unsubscribed\n";
    for (const bytes of [Buffer.from(file), Buffer.from(`\uFEFF${file}`, "utf16le")]) {
      await db().suppression.deleteMany();
      await importFile(bytes);
      expect(await reasonsOf("жанна@example.com")).toEqual(["unsubscribe"]);
    }
  });

  test("asks for an encoding that is uncertain", async () => {
    // "żółta" in Windows-1250.
    const name = Uint8Array.from([0xbf, 0xf3, 0xb3, 0x74, 0x61]);
    const file = Buffer.concat([
      Buffer.from("Email,City\na@example.com,"),
      name,
      Buffer.from("\n"),
    ]);
    expect(await upload(file)).toBe("ready");
    expect((await page()).columns).toBeNull();
    const { columns } = await page("windows-1250");
    expect(columns?.columns[1]?.example).toBe("żółta");
  });
});
