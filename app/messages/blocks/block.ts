import { z } from "zod";
import { BenefitsBlock } from "./kinds/benefits";
import { ButtonBlock } from "./kinds/button";
import { columnsOf } from "./kinds/columns";
import { CouponBlock } from "./kinds/coupon";
import { DividerBlock } from "./kinds/divider";
import { FaqBlock } from "./kinds/faq";
import { HeadingBlock } from "./kinds/heading";
import { HeroBlock } from "./kinds/hero";
import { HtmlBlock } from "./kinds/html";
import { ImageBlock } from "./kinds/image";
import { MenuBlock } from "./kinds/menu";
import { OrderSummaryBlock } from "./kinds/order-summary";
import { ProductBlock } from "./kinds/product";
import { ProductGridBlock } from "./kinds/product-grid";
import { ReviewsBlock } from "./kinds/reviews";
import { SignatureBlock } from "./kinds/signature";
import { SocialBlock } from "./kinds/social";
import { SpacerBlock } from "./kinds/spacer";
import { TextBlock } from "./kinds/text";
import { VideoBlock } from "./kinds/video";

const LEAVES = [
  HeroBlock,
  HeadingBlock,
  TextBlock,
  ImageBlock,
  ButtonBlock,
  ProductBlock,
  ProductGridBlock,
  OrderSummaryBlock,
  CouponBlock,
  ReviewsBlock,
  BenefitsBlock,
  FaqBlock,
  VideoBlock,
  SignatureBlock,
  MenuBlock,
  SocialBlock,
  DividerBlock,
  SpacerBlock,
  HtmlBlock,
] as const;

/** Blocks without children. */
const LeafBlock = z.discriminatedUnion("kind", LEAVES);

const ColumnsBlock = columnsOf(LeafBlock);

/** A block that the merchant places. The footer is separate, because every email has one. */
export const Block = z.discriminatedUnion("kind", [...LEAVES, ColumnsBlock]);
export type Block = z.infer<typeof Block>;
export type BlockKind = Block["kind"];

/** Translatable fields by block kind. */
export const BLOCK_WORDS: Readonly<Record<BlockKind, readonly string[]>> = {
  hero: ["alt", "heading", "text", "buttonLabel", "href"],
  heading: ["text"],
  text: ["text"],
  image: ["src", "alt"],
  button: ["label", "href"],
  product: ["buttonLabel"],
  "product-grid": ["title", "buttonLabel"],
  "order-summary": [],
  coupon: ["title", "note"],
  reviews: ["title", "quotes"],
  benefits: ["items"],
  faq: ["items"],
  video: ["src", "label", "href"],
  signature: ["name", "role"],
  menu: ["items"],
  social: [],
  divider: [],
  spacer: [],
  html: ["html"],
  columns: [],
};

/** All blocks in reading order, children after their columns. */
export function flattenBlocks(blocks: readonly Block[]): readonly Block[] {
  return blocks.flatMap((block) =>
    block.kind === "columns" ? [block, ...block.columns.flat()] : [block],
  );
}
