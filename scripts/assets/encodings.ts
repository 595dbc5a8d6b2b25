/** The compressed forms of each asset. The first one that a browser accepts is sent. */
export const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const COMPRESSED_TYPES: ReadonlySet<string> = new Set([".js", ".css", ".svg"]);
