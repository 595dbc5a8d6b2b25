/** How each asset also lies in its folder. The first that a browser takes is sent. */
export const ENCODINGS = [
  { name: "br", suffix: ".br" },
  { name: "gzip", suffix: ".gz" },
] as const;
export type Encoding = (typeof ENCODINGS)[number];

export const COMPRESSED_TYPES: ReadonlySet<string> = new Set([".js", ".css", ".svg"]);
