/** Color words of product titles with the color for drawings. */
const SHADES: Readonly<Record<string, string>> = {
  red: "#d64545",
  pink: "#e88aa8",
  fuschia: "#c93a86",
  raspberry: "#b8325f",
  orange: "#e8863a",
  amber: "#d9962e",
  yellow: "#eebf3f",
  gold: "#c9a24a",
  green: "#5f9e6e",
  olive: "#8a8f45",
  pistachio: "#a9c58a",
  mint: "#8fcbb2",
  turquoise: "#3fa9a5",
  blue: "#4f86c6",
  purple: "#7e5aa6",
  lilac: "#b39bd0",
  lavender: "#a595cf",
  amethyst: "#8d6cb3",
  brown: "#8a6046",
  chocolate: "#6b4632",
  copper: "#b87448",
  ivory: "#f4ead2",
  cream: "#f2e3c0",
  natural: "#d9c6a3",
  white: "#ffffff",
  silver: "#b9c0c7",
  zinc: "#9aa5ad",
  grey: "#8f969c",
  black: "#3a3a40",
};

const PATTERN = new RegExp(`\\b(${Object.keys(SHADES).join("|")})\\b`, "gi");

export interface ColorWord {
  readonly name: string;
  /** "#rrggbb" */
  readonly shade: string;
}

/** The colors in a text, in order, each once. */
export function colorsIn(text: string): ColorWord[] {
  const names = new Set([...text.matchAll(PATTERN)].map(([word]) => word.toLowerCase()));
  return [...names].map((name) => ({ name, shade: SHADES[name] ?? "#ffffff" }));
}
