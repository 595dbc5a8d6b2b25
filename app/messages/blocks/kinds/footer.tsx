import { Hr, Link, Text } from "react-email";
import { z } from "zod";
import { findSocialNetwork, SOCIAL_NETWORKS } from "../../brand/social-accounts";
import { BlockId } from "../elements/block-base";
import type { BlockProps } from "../elements/render-context";
import { ShowIf } from "../elements/Repeat";

/** Why the recipient gets the email, as stated in the footer. */
export const EmailReason = z.enum([
  "subscribed",
  "checkout",
  "cart",
  "viewed",
  "order",
  "request",
  "birthday",
]);
export type EmailReason = z.infer<typeof EmailReason>;

/**
 * Sender, postal address, reason and unsubscribe link. Required by law in every email, so it has no condition
 * and cannot be removed: a document ends with exactly one.
 */
export const FooterBlock = z.strictObject({
  id: BlockId,
  kind: z.literal("footer"),
  because: EmailReason,
});
export type FooterBlock = z.infer<typeof FooterBlock>;

export function FooterView({ block, context }: BlockProps<FooterBlock>) {
  const { brand, theme, text, view } = context;
  const small = { ...theme.small, textAlign: theme.align };
  const underlined = { ...theme.small, textDecoration: "underline" };
  return (
    <>
      <div data-skip-in-text="true" style={{ marginBottom: "20px", textAlign: theme.align }}>
        <Link
          className="ink"
          href={view.links.shop}
          style={{ ...theme.wordmark, color: theme.colors.footer.ink }}
        >
          {brand.shopName}
        </Link>
      </div>
      {brand.supportEmail !== null && (
        <Text className="soft" style={small}>
          {text.rich("footer.question", {
            address: brand.supportEmail,
            email: (address) => (
              <Link className="soft" href={`mailto:${brand.supportEmail}`} style={underlined}>
                {address}
              </Link>
            ),
          })}
        </Text>
      )}
      <SocialLinks context={context} />
      <Text className="soft" style={small}>
        {text(`because.${block.because}`, { shop: brand.shopName })}
      </Text>
      <Text className="soft" style={small}>
        <Link className="soft" href={view.links.unsubscribe} style={underlined}>
          {text("footer.unsubscribe")}
        </Link>
      </Text>
      <ShowIf value={view.links.preferences}>
        <Text className="soft" style={small}>
          <Link className="soft" href={view.links.preferences ?? ""} style={underlined}>
            {text("footer.preferences")}
          </Link>
        </Text>
      </ShowIf>
      <Hr
        className="rule"
        style={{
          ...theme.rule,
          margin: theme.footerRuleMargin,
          width: "40px",
        }}
      />
      <Text className="soft" style={small}>
        {`${brand.legalName}, ${brand.postalAddress}`}
      </Text>
    </>
  );
}

/** The shop's accounts by name, so that they are readable with images blocked. */
function SocialLinks({ context }: Pick<BlockProps<FooterBlock>, "context">) {
  const { brand, theme, link } = context;
  const accounts = (brand.socials ?? []).flatMap((url) => {
    const network = findSocialNetwork(url);
    return network === null ? [] : [{ url, network }];
  });
  if (accounts.length === 0) return null;
  return (
    <Text className="soft" style={{ ...theme.small, textAlign: theme.align }}>
      {accounts.map(({ url, network }, i) => (
        <span key={url}>
          {i > 0 && " · "}
          <Link
            className="soft"
            href={link(url, "social")}
            style={{ ...theme.small, textDecoration: "underline" }}
          >
            {SOCIAL_NETWORKS[network]}
          </Link>
        </span>
      ))}
    </Text>
  );
}
