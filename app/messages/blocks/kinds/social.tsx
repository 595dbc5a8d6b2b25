import { Link } from "react-email";
import { z } from "zod";
import { MAX_SOCIAL_ACCOUNTS, SOCIAL_NETWORKS } from "../../brand/social-accounts";
import { blockOf } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";
import { schemaMessage } from "../../schema-message";

const networks = Object.keys(SOCIAL_NETWORKS) as (keyof typeof SOCIAL_NETWORKS)[];

/** Links to social networks, by name, so that they are readable with images blocked. */
export const SocialBlock = blockOf("social", {
  accounts: z
    .array(
      z.strictObject({
        network: z.enum(networks),
        url: z
          .string()
          .max(500)
          .regex(/^https:\/\/[^\s"<>`\\{}]+$/, schemaMessage("not_https")),
      }),
    )
    .max(MAX_SOCIAL_ACCOUNTS),
});
export type SocialBlock = z.infer<typeof SocialBlock>;

export function SocialView({ block, context }: BlockProps<SocialBlock>) {
  const { theme, link } = context;
  if (block.accounts.length === 0) return null;
  return (
    <div className="soft" style={{ ...theme.detail, margin: "16px 0 0", textAlign: "center" }}>
      {block.accounts.map(({ network, url }, i) => (
        <span key={network}>
          {i > 0 && <span style={{ padding: "0 8px" }}>·</span>}
          <Link
            className="soft"
            href={link(url, "social")}
            style={{ ...theme.detail, textDecoration: "underline" }}
          >
            {SOCIAL_NETWORKS[network]}
          </Link>
        </span>
      ))}
    </div>
  );
}
