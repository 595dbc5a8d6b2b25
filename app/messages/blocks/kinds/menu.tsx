import { Link } from "react-email";
import { z } from "zod";
import { blockOf, Href, mergeLine } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";

/** A line of links into the store. */
export const MenuBlock = blockOf("menu", {
  items: z
    .array(z.strictObject({ label: mergeLine(40), href: Href }))
    .min(1)
    .max(6),
});
export type MenuBlock = z.infer<typeof MenuBlock>;

export function MenuView({ block, context }: BlockProps<MenuBlock>) {
  const { theme, merge, link } = context;
  return (
    <div className="soft" style={{ ...theme.detail, margin: "8px 0", textAlign: "center" }}>
      {block.items.map(({ label, href }, i) => (
        <span key={i}>
          {i > 0 && <span style={{ padding: "0 10px" }}>·</span>}
          <Link
            className="ink"
            href={link(href, "menu")}
            style={{ ...theme.title, fontSize: "14px" }}
          >
            {merge(label)}
          </Link>
        </span>
      ))}
    </div>
  );
}
