import { Column, Row, Section } from "react-email";
import { z } from "zod";
import { blockOf, ImageUrl, mergeLine, OptionalHref } from "../elements/block-base";
import { HeroPicture, type HeroImage } from "../elements/HeroPicture";
import { ProductSource } from "../elements/product-source";
import type { BlockProps, RenderContext } from "../elements/render-context";
import { Repeat, ShowIf, ShowUnless } from "../elements/Repeat";
import { isWritten, RichText } from "../elements/rich-text";
import { EMAIL_PX, inZone } from "../../theme/theme";
import { IMAGE_FOCUSES, resizeImage, type ImageSize } from "../../merge/resize-image";
import { ButtonView } from "./button";
import { HeadingView } from "./heading";
import { TextView } from "./text";

/** Height as a share of the width; null: the picture's own proportions. */
const SHAPES = { whole: null, square: 1, wide: 2 / 3 } as const;

/**
 * A large picture, of a product or the merchant's own, with texts below it, beside it or on it. Without texts it leads
 * the email's opening. An unavailable picture leaves the texts.
 */
export const HeroBlock = blockOf("hero", {
  picture: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("product"), source: ProductSource }),
    z.strictObject({ kind: z.literal("own"), src: ImageUrl }),
  ]),
  /** Alternative text of the merchant's own picture; a product's is its title. */
  alt: mergeLine(300),
  layout: z.enum(["above", "beside", "overlay"]),
  shape: z.enum(["whole", "square", "wide"]),
  /** Whether a product's title and price stand below its picture, which texts are not beside or on. */
  showProduct: z.boolean().optional(),
  /** Whether the shop's own picture, if it has one, replaces the product's. */
  prefersCover: z.boolean().optional(),
  /** Whether the email is skipped without its product. */
  required: z.boolean().optional(),
  /** The part that stays visible where the picture is cropped. */
  focus: z.enum(IMAGE_FOCUSES),
  heading: mergeLine(150),
  text: RichText,
  buttonLabel: mergeLine(60),
  href: OptionalHref,
});
export type HeroBlock = z.infer<typeof HeroBlock>;

/** The size in which the picture is requested: twice its width in the email, cropped to its shape. */
export function heroSize({ layout, shape, focus }: Omit<HeroBlock, "kind">): ImageSize {
  const widthPx = layout === "beside" ? EMAIL_PX : 2 * EMAIL_PX;
  // Behind texts it needs a height of its own.
  const ratio = layout === "overlay" ? 1 : SHAPES[shape];
  return ratio === null
    ? { widthPx }
    : { widthPx, crop: { heightPx: Math.round(widthPx * ratio), focus } };
}

export function HeroView({ block, context }: BlockProps<HeroBlock>) {
  const { picture } = block;
  const { brand, view } = context;
  if (block.prefersCover && brand.coverUrl) {
    const src = resizeImage(brand.coverUrl, heroSize({ ...block, shape: "wide" })) ?? "";
    const shown = { ...NO_PRODUCT, src, alt: brand.shopName, href: view.links.shop };
    return <Placed block={block} context={context} shown={shown} />;
  }
  if (picture.kind === "own") {
    const src = resizeImage(picture.src, heroSize(block)) ?? "";
    if (src === "") return <Words block={block} context={context} />;
    const href = block.href === "" ? null : context.link(block.href, "image");
    const shown = { ...NO_PRODUCT, src, alt: context.merge(block.alt), href };
    return <Placed block={block} context={context} shown={shown} />;
  }
  const rows = context.view.products[block.id] ?? [];
  return (
    <>
      <Repeat of={rows}>
        {({ c0 }) => (
          <>
            <ShowIf value={c0.largeImageUrl}>
              <Placed
                block={block}
                context={context}
                shown={{
                  ...{ src: c0.largeImageUrl ?? "", alt: c0.title, href: c0.url },
                  product: block.showProduct ? c0 : null,
                  hasReason: hasReason(picture.source),
                }}
              />
            </ShowIf>
            <ShowUnless value={c0.largeImageUrl}>
              <Words block={block} context={context} />
            </ShowUnless>
          </>
        )}
      </Repeat>
      <ShowUnless value={rows}>
        <Words block={block} context={context} />
      </ShowUnless>
    </>
  );
}

const NO_PRODUCT = { product: null, hasReason: false } as const;

/** Below the newest product, a reason would only say that it is new. */
const hasReason = ({ kind }: ProductSource) => kind === "list" || kind === "alike";

interface PlacedProps extends BlockProps<HeroBlock> {
  readonly shown: HeroImage;
}

function Placed(props: PlacedProps) {
  const { block, context } = props;
  switch (block.layout) {
    case "above":
      return (
        <>
          <HeroPicture
            {...props}
            widthPx={context.banner === "bleed" ? EMAIL_PX : context.theme.innerPx}
            caption={props.shown.product}
          />
          <Words block={block} context={context} />
        </>
      );
    case "beside":
      return <Beside {...props} />;
    case "overlay":
      return <Overlay {...props} />;
  }
}

/** Picture and texts in two columns, one above the other on phones. */
function Beside(props: PlacedProps) {
  const { block, context } = props;
  const { theme } = context;
  const side = theme.start === "left" ? "0 0 0 28px" : "0 28px 0 0";
  const widthPx = EMAIL_PX / 2;
  const inside = context.banner === null ? side : "32px 28px";
  return (
    <Row className="hero" style={{ backgroundColor: theme.colors.hero.ground }}>
      <Column className="stack" width={widthPx} style={{ verticalAlign: "middle", width: "50%" }}>
        <HeroPicture
          {...props}
          context={{ ...context, banner: context.banner && "bleed" }}
          widthPx={widthPx}
        />
      </Column>
      <Column
        className="stack"
        align={theme.start}
        style={{ verticalAlign: "middle", width: "50%" }}
      >
        <div style={{ padding: inside }}>
          <WordBlocks block={block} context={onHero(context)} />
        </div>
      </Column>
    </Row>
  );
}

/**
 * Texts on the lower part of the picture, on a background of their own: they are readable on any picture, without it,
 * and in Outlook for Windows, which shows no background pictures.
 */
function Overlay({ block, context, shown }: PlacedProps) {
  const { theme } = context;
  const { ground } = theme.colors.hero;
  return (
    <Row>
      <Column
        className="picture overlay"
        align="center"
        {...{ background: shown.src }}
        style={{
          backgroundColor: theme.colors.card.line,
          backgroundPosition: `${block.focus === "left" || block.focus === "right" ? block.focus : "center"} ${block.focus === "top" || block.focus === "bottom" ? block.focus : "center"}`,
          backgroundRepeat: "no-repeat",
          backgroundSize: "cover",
          padding: "240px 32px 32px",
        }}
      >
        <Section className="hero" style={{ backgroundColor: ground, padding: "28px 28px 24px" }}>
          <WordBlocks block={block} context={onHero(context)} />
        </Section>
      </Column>
    </Row>
  );
}

const onHero = (context: RenderContext): RenderContext => ({
  ...context,
  theme: inZone(context.theme, "hero"),
  isOpening: true,
});

const hasWords = ({ heading, text, buttonLabel, href }: HeroBlock) =>
  heading !== "" || isWritten(text) || (buttonLabel !== "" && href !== "");

/** The texts on the theme's background; nothing without any. */
function Words({ block, context }: BlockProps<HeroBlock>) {
  if (!hasWords(block)) return null;
  const { theme, banner } = context;
  if (banner === null) return <WordBlocks block={block} context={context} />;
  return (
    <Section className="hero" tdClassName="hero-inside" style={theme.hero}>
      <WordBlocks block={block} context={onHero(context)} />
    </Section>
  );
}

/** Heading, text and button as the blocks of these kinds show them. */
function WordBlocks({ block, context }: BlockProps<HeroBlock>) {
  const { id, heading, text, buttonLabel, href } = block;
  const base = { id, when: null, repeat: null, align: "start" } as const;
  return (
    <>
      {heading !== "" && (
        <HeadingView
          block={{ ...base, kind: "heading", text: heading, size: "large" }}
          context={context}
        />
      )}
      {isWritten(text) && (
        <TextView block={{ ...base, kind: "text", text, size: "normal" }} context={context} />
      )}
      {buttonLabel !== "" && (
        <ButtonView
          block={{ ...base, kind: "button", label: buttonLabel, href, width: "auto" }}
          context={context}
        />
      )}
    </>
  );
}
