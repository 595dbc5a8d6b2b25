import {
  ButtonIcon,
  CartIcon,
  CodeIcon,
  DiscountCodeIcon,
  ImageIcon,
  MaximizeIcon,
  MenuHorizontalIcon,
  MinusIcon,
  ProductIcon,
  ProductListIcon,
  SocialPostIcon,
  TextBlockIcon,
  TextInColumnsIcon,
  TextTitleIcon,
} from "@shopify/polaris-icons";
import type { BlockKind } from "~/messages/blocks/block";

export const BLOCK_ICONS: Readonly<Record<BlockKind, typeof ImageIcon>> = {
  heading: TextTitleIcon,
  text: TextBlockIcon,
  image: ImageIcon,
  button: ButtonIcon,
  product: ProductIcon,
  "product-grid": ProductListIcon,
  "order-summary": CartIcon,
  coupon: DiscountCodeIcon,
  menu: MenuHorizontalIcon,
  social: SocialPostIcon,
  divider: MinusIcon,
  spacer: MaximizeIcon,
  columns: TextInColumnsIcon,
  html: CodeIcon,
};
