/** Drawn products for the review sheets: each on its own ground, some taller than wide. */
const DRAWINGS = [
  // kettle
  `<path d="M120 330c0-92 42-150 110-150s110 58 110 150z" fill="B"/><path d="M120 330h220v14a16 16 0 0 1-16 16H136a16 16 0 0 1-16-16z" fill="D"/><path d="M330 262c34-6 40-48 66-62l10 14c-20 20-18 76-66 92z" fill="B"/><path d="M160 196c-10-86 150-86 140 0" fill="none" stroke="D" stroke-width="14"/><circle cx="230" cy="168" r="13" fill="D"/>`,
  // tray with fruit
  `<ellipse cx="230" cy="318" rx="170" ry="46" fill="D"/><ellipse cx="230" cy="306" rx="170" ry="46" fill="B"/><ellipse cx="230" cy="304" rx="140" ry="33" fill="D" opacity=".35"/><circle cx="190" cy="268" r="44" fill="#f2a65a"/><circle cx="262" cy="276" r="38" fill="#e4572e"/><path d="M186 226c4-20 20-28 34-24" stroke="#51713a" stroke-width="8" fill="none"/>`,
  // mug with steam
  `<path d="M130 200h180v96a84 84 0 0 1-84 84h-12a84 84 0 0 1-84-84z" fill="B"/><ellipse cx="220" cy="200" rx="90" ry="20" fill="D"/><path d="M308 228h26a36 36 0 0 1 0 92h-30" fill="none" stroke="B" stroke-width="20"/><path d="M190 160c-16-26 16-34 0-64M236 160c-16-26 16-34 0-64" stroke="#fff" stroke-width="9" fill="none" opacity=".8" stroke-linecap="round"/>`,
  // towel
  `<rect x="130" y="120" width="200" height="290" rx="6" fill="B"/><path d="M130 150h200M130 172h200M130 356h200M130 378h200" stroke="D" stroke-width="9"/><path d="M196 120v290M264 120v290" stroke="#fff" opacity=".25" stroke-width="22"/>`,
  // tin
  `<rect x="150" y="180" width="160" height="210" rx="10" fill="B"/><ellipse cx="230" cy="182" rx="80" ry="20" fill="D"/><rect x="150" y="150" width="160" height="34" rx="8" fill="D"/><rect x="176" y="240" width="108" height="90" rx="6" fill="#fff" opacity=".85"/><path d="M200 270h60M200 294h40" stroke="D" stroke-width="8"/>`,
  // spoon and jar
  `<rect x="136" y="220" width="150" height="170" rx="26" fill="#f4c15d"/><rect x="150" y="190" width="122" height="36" rx="8" fill="D"/><rect x="160" y="280" width="102" height="56" rx="6" fill="#fff" opacity=".9"/><path d="M330 130c24 10 20 60-6 66l-24 190" stroke="B" stroke-width="15" fill="none" stroke-linecap="round"/><ellipse cx="334" cy="140" rx="24" ry="38" fill="B"/>`,
  // scoop
  `<path d="M330 120c12-16 34 2 24 18L262 250l-28-22z" fill="D"/><path d="M120 270c40-60 110-70 150-20 6 70-40 124-100 118-44-6-66-52-50-98z" fill="B"/><ellipse cx="196" cy="252" rx="78" ry="26" fill="D" transform="rotate(-8 196 252)"/>`,
] as const;

const GROUNDS = [
  "#e7ddd0",
  "#dfe5d8",
  "#e9d9d6",
  "#d9e2e8",
  "#e6e0ef",
  "#efe3c8",
  "#dde7e4",
] as const;
const BODIES = [
  "#1f6f54",
  "#a9713f",
  "#d3604f",
  "#3d6c8f",
  "#6d5a9c",
  "#b07b2c",
  "#c49a45",
] as const;
const SHADES = [
  "#164c3a",
  "#7c5029",
  "#a4473a",
  "#294b65",
  "#4d3f72",
  "#7d551c",
  "#8a6a26",
] as const;
/** Catalogs have pictures of different proportions. */
const HEIGHTS = [460, 575, 460, 575, 460, 575, 460] as const;

/**
 * A product's picture as SVG, by its number.
 *
 * @param shape the height as a share of the width to which its middle is cropped; null: the whole picture
 */
export function drawProduct(number: number, shape: number | null): string {
  const at = number % DRAWINGS.length;
  const height = HEIGHTS[at] ?? 460;
  const drawing = (DRAWINGS[at] ?? "")
    .replaceAll('"B"', `"${BODIES[at]}"`)
    .replaceAll('"D"', `"${SHADES[at]}"`);
  const shift = (height - 460) / 2;
  const shown = shape === null ? height : Math.min(height, Math.round(460 * shape));
  const top = (height - shown) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="460" height="${shown}" viewBox="0 ${top} 460 ${shown}"><rect width="460" height="${height}" fill="${GROUNDS[at]}"/><rect y="${height - 110}" width="460" height="110" fill="#000" opacity=".05"/><g transform="translate(0 ${shift})"><ellipse cx="230" cy="396" rx="150" ry="16" opacity=".14"/>${drawing}</g></svg>`;
}

/** Where the products of a scene stand: number, left edge, height of the base, and size. */
const SCENE = [
  [0, 120, 640, 1.35],
  [2, 560, 640, 1.05],
  [4, 850, 640, 1.15],
  [5, 90, 250, 0.6],
  [6, 420, 250, 0.62],
] as const;

/** A picture of a shop's shelves with its products, as a merchant would photograph them. */
export function drawScene(): string {
  const products = SCENE.map(([number, x, y, size]) => {
    const drawing = DRAWINGS[number]
      .replaceAll('"B"', `"${BODIES[number]}"`)
      .replaceAll('"D"', `"${SHADES[number]}"`);
    return `<g transform="translate(${x} ${y - 396 * size}) scale(${size})"><ellipse cx="230" cy="392" rx="140" ry="12" opacity=".18"/>${drawing}</g>`;
  });
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 1200 800">',
    '<rect width="1200" height="800" fill="#e9e1d4"/><path d="M0 0h1200v800z" fill="#fff" opacity=".28"/>',
    '<rect x="770" y="60" width="320" height="210" rx="6" fill="#cfe0e6"/><path d="M930 60v210M770 165h320" stroke="#fff" stroke-width="12"/><rect x="770" y="60" width="320" height="210" rx="6" fill="none" stroke="#fff" stroke-width="14"/>',
    '<rect x="40" y="250" width="660" height="20" fill="#a9713f"/><rect x="40" y="270" width="660" height="10" opacity=".12"/>',
    '<rect y="640" width="1200" height="160" fill="#b98552"/><rect y="640" width="1200" height="18" fill="#7c5029"/>',
    ...products,
    "</svg>",
  ].join("");
}
