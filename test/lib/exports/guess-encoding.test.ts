import { describe, expect, test } from "vitest";
import { readExportText } from "~/lib/exports/export-text.server";

/**
 * Bytes of a text in a single-byte or double-byte encoding. The platform can only decode: every byte and pair of bytes
 * is decoded once, and the table is read backward.
 */
function encode(text: string, encoding: string): Uint8Array {
  const table = tables.get(encoding) ?? tableOf(encoding);
  tables.set(encoding, table);
  return Uint8Array.from(
    Array.from(text).flatMap((letter) => {
      const bytes = table.get(letter);
      if (!bytes) throw new RangeError(`${encoding} has no ${letter}`);
      return bytes;
    }),
  );
}

const tables = new Map<string, Map<string, number[]>>();

function tableOf(encoding: string): Map<string, number[]> {
  const decoder = new TextDecoder(encoding);
  const table = new Map<string, number[]>();
  const add = (bytes: number[]) => {
    const letter = decoder.decode(Uint8Array.from(bytes));
    if (Array.from(letter).length === 1 && !table.has(letter)) table.set(letter, bytes);
  };
  for (let byte = 0; byte < 256; byte++) add([byte]);
  for (let lead = 0x81; lead < 256; lead++) {
    for (let trail = 0x40; trail < 256; trail++) add([lead, trail]);
  }
  return table;
}

const header = "Name,Email,City,Lineitem name\n";

describe("an export that is not UTF-8", () => {
  test.each([
    ["windows-1252", "#1,a@example.com,Köln,Lichterkette für draußen\n"],
    ["windows-1252", "#1,a@example.com,Orléans,L’été à l’œuvre – cœur\n"],
    ["windows-1252", "#1,a@example.com,Málaga,Lámpara pequeña\n"],
    ["windows-1252", "#1,a@example.com,Leeds,“Special” mug – £12 or €14 – 20°\n"],
    ["windows-1251", "#1,a@example.com,Москва,Свеча\n#2,b@example.com,Тверь,USB-кабель\n"],
    ["windows-1251", "#1,a@example.com,Київ,Зелений чай\n"],
    ["windows-1251", "#1,a@example.com,СОФИЯ,Чайник\n"],
    ["shift_jis", "#1,a@example.com,東京都,ビタミンC\n#2,b@example.com,大阪,緑茶\n"],
  ])("is read as %s: %j", async (encoding, row) => {
    const bytes = encode(header + row, encoding);
    expect(await readExportText(bytes)).toEqual({ kind: "text", text: header + row });
  });

  test.each([
    ["macintosh", "#1,a@example.com,Köln,Lichterkette für draußen\n"],
    ["windows-1250", "#1,a@example.com,Łódź,Świeca zapachowa żółta\n"],
    ["windows-1250", "#1,a@example.com,Brno,Žlutý příliš\n"],
    ["windows-1253", "#1,a@example.com,Αθήνα,Κερί αρωματικό\n"],
    ["windows-1255", "#1,a@example.com,תל אביב,נר\n"],
    ["koi8-r", "#1,a@example.com,Москва,Свеча\n"],
    ["euc-kr", "#1,a@example.com,서울,녹차\n"],
    ["gb18030", "#1,a@example.com,北京,绿茶礼盒\n"],
    ["big5", "#1,a@example.com,台北,綠茶\n"],
    ["shift_jis", "#1,a@example.com,東京,緑茶\n"],
  ])(
    "is refused if it may be another encoding, and read by its name: %s, %j",
    async (encoding, row) => {
      const bytes = encode(header + row, encoding);
      const read = await readExportText(bytes);
      expect(read.kind === "unreadable" && read.reason).toContain("--encoding");
      expect(await readExportText(bytes, encoding)).toEqual({ kind: "text", text: header + row });
    },
  );
});

test.each(["utf-16le", "utf-16be"] as const)(
  "reads %s without a byte order mark",
  async (encoding) => {
    const bytes = Buffer.from(`${header}#1,a@example.com,Köln,Свеча\n`, "utf16le");
    const { kind, ...rest } = await readExportText(
      encoding === "utf-16le" ? bytes : bytes.swap16(),
    );
    expect(kind).toBe("text");
    expect(rest).toEqual({ text: `${header}#1,a@example.com,Köln,Свеча\n` });
  },
);

test("reads UTF-8 that was cut within a letter", async () => {
  const bytes = Buffer.from(`${header}#1,a@example.com,Москва`).subarray(0, -1);
  expect(await readExportText(bytes)).toEqual({
    kind: "text",
    text: `${header}#1,a@example.com,Москв`,
  });
});
