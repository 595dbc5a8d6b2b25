import PostalMime from "postal-mime";

/** An email that arrived in the inbound mailbox, untrusted. */
export interface InboundEmail {
  /** Values by name in lower case, in the order of the email. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly text: string;
  /** Attached texts: a delivery status, a feedback report, the returned email. */
  readonly parts: readonly { readonly mimeType: string; readonly text: string }[];
}

/** Reads the MIME structure. @throws Error when the email is nested too deeply */
export async function parseInboundEmail(bytes: Uint8Array): Promise<InboundEmail> {
  const parsed = await PostalMime.parse(bytes, { forceRfc822Attachments: true });
  const headers = new Map<string, string[]>();
  for (const { key, value } of parsed.headers)
    headers.set(key, [...(headers.get(key) ?? []), value]);
  const decoder = new TextDecoder();
  return {
    headers,
    text: parsed.text ?? parsed.html ?? "",
    parts: parsed.attachments.map(({ mimeType, content }) => ({
      mimeType,
      text: typeof content === "string" ? content : decoder.decode(content),
    })),
  };
}

export const headerOf = ({ headers }: InboundEmail, name: string): string =>
  headers.get(name)?.[0] ?? "";

/**
 * The groups of fields of a delivery status or a feedback report: `Name: value`, folded lines, and a blank line after
 * each group. Names are in lower case; of a repeated field the first counts.
 */
export function readFields(text: string): ReadonlyMap<string, string>[] {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll(/\n[ \t]+/g, " ")
    .split(/\n{2,}/)
    .map((group) => {
      const fields = new Map<string, string>();
      for (const line of group.split("\n")) {
        const [, name, value = ""] = /^([A-Za-z][\w-]*)\s*:\s*(.*)$/.exec(line) ?? [];
        const key = name?.toLowerCase();
        if (key !== undefined && !fields.has(key)) fields.set(key, value.trim());
      }
      return fields;
    })
    .filter((fields) => fields.size > 0);
}
