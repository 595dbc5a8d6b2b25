import { shadesOn } from "~/messages/brand/accent";
import type { PageBranding } from "~/messages/brand/page-branding.server";

const LIGHT = "#ffffff";
const DARK = "#242426";
/** Default accent color. */
const NEUTRAL = "#2b2f36";
/** WCAG's minimum contrast for non-text elements. */
const SHAPE_RATIO = 3;

/** The header of a public page: the shop's logo, or its name. */
export function PageBrand({ look: { shopName, logoUrl } }: { look: PageBranding }) {
  return logoUrl ? (
    <img className="logo" src={logoUrl} alt={shopName} />
  ) : (
    <p className="wordmark">{shopName}</p>
  );
}

/** A shop's accent color in light and dark mode, for buttons, fields and links. */
export function brandStyle({ accent }: PageBranding): string {
  const day = shadesOn(accent ?? NEUTRAL, LIGHT, SHAPE_RATIO);
  const night = shadesOn(accent ?? NEUTRAL, DARK, SHAPE_RATIO);
  return `
  :root { --accent: light-dark(${day.button}, ${night.button});
    --on-accent: light-dark(${day.onButton}, ${night.onButton});
    --link: light-dark(${day.link}, ${night.link}); accent-color: var(--accent); }
  .logo { display: block; max-width: 13rem; height: 2.5rem; margin-bottom: 1.5rem; }
  .wordmark { margin-bottom: 1.5rem; font-weight: 700; color: inherit; }
  button { background: var(--accent); color: var(--on-accent); }
  a { color: var(--link); }`;
}
