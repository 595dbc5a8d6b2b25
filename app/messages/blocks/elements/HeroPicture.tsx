import { Img, Link, Section } from "react-email";
import type { ProductView } from "../../merge/email-view";
import { inZone } from "../../theme/theme";
import { Price, ReasonLine } from "./ProductDetailLines";
import type { RenderContext } from "./render-context";

/** A hero's picture. */
export interface HeroImage {
  readonly src: string;
  readonly alt: string;
  readonly href: string | null;
  /** Shown below the picture; null: nothing. */
  readonly product: ProductView | null;
  /** Whether it says why the product was chosen. */
  readonly hasReason: boolean;
}

interface PictureProps {
  readonly shown: HeroImage;
  readonly context: RenderContext;
  readonly widthPx: number;
  /** The product below it. */
  readonly caption?: ProductView | null;
}

/** The picture of a hero as the theme places it, with the product's title and price below it. */
export function HeroPicture({ shown, context, widthPx, caption = null }: PictureProps) {
  const { theme, banner } = context;
  const image = (
    <Img
      className="picture"
      src={shown.src}
      alt={shown.alt}
      width={widthPx}
      style={{
        ...theme.picture,
        ...(banner === "bleed" && { borderRadius: 0 }),
        display: "block",
        height: "auto",
        width: "100%",
      }}
    />
  );
  const margin = caption === null ? "8px 0 20px" : "8px 0 0";
  const linked = (
    <div data-skip-in-text="true" style={banner === null ? { margin } : undefined}>
      {shown.href === null ? image : <Link href={shown.href}>{image}</Link>}
    </div>
  );
  const captionOn = (onGround: RenderContext) =>
    caption && <HeroCaption product={caption} hasReason={shown.hasReason} context={onGround} />;
  switch (banner) {
    case null:
      return (
        <>
          {linked}
          {captionOn(context)}
        </>
      );
    case "bleed":
      return (
        <>
          {linked}
          {caption && (
            <Section
              tdClassName="card-inside"
              style={{ padding: `4px ${theme.design.space.sidePx}px 0` }}
            >
              {captionOn(context)}
            </Section>
          )}
        </>
      );
    case "inset":
      return (
        <Section className="hero" tdClassName="card-inside" style={theme.inset}>
          {linked}
          {captionOn({ ...context, theme: inZone(theme, "hero") })}
        </Section>
      );
  }
}

const CAPTION_DETAILS = { price: true, compareAt: true, reason: true, button: false } as const;

interface CaptionProps {
  readonly product: ProductView;
  readonly hasReason: boolean;
  readonly context: RenderContext;
}

/** What the picture shows, what it costs, and why the reader sees it. */
function HeroCaption({ product, hasReason, context }: CaptionProps) {
  const { theme } = context;
  const parts = { product, details: CAPTION_DETAILS, context };
  return (
    <div style={{ padding: "12px 0 8px", textAlign: theme.align }}>
      <Link className="ink" href={product.url} style={theme.title}>
        {product.title}
      </Link>
      <Price {...parts} />
      {hasReason && <ReasonLine {...parts} />}
    </div>
  );
}
