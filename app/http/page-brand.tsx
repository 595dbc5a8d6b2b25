import { shadesOn } from "~/messages/brand/accent";
import type { PageLook } from "~/messages/brand/page-look.server";

const LIGHT = "#ffffff";
const DARK = "#242426";
/** What a shop without a brand looks like. */
const NEUTRAL = "#2b2f36";
/** WCAG's least contrast for what is no text. */
const SHAPE_RATIO = 3;

/** The top of a page that mails lead to: the shop's logo, or its name. */
export function PageBrand({ look: { shopName, logoUrl } }: { look: PageLook }) {
  return logoUrl ? (
    <img className="logo" src={logoUrl} alt={shopName} />
  ) : (
    <p className="wordmark">{shopName}</p>
  );
}

/** A shop's colour, by day and by night, for buttons, fields and links. */
export function brandStyle({ accent }: PageLook): string {
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
