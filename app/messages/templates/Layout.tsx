import type { ReactNode } from "react";
import { Body, Container, Head, Hr, Html, Img, Link, Text } from "react-email";
import type { Brand } from "../brand/brand";
import * as theme from "./theme";

interface LayoutProps {
  readonly brand: Brand;
  readonly title: string;
  readonly preheader: string;
  /** Without a way to unsubscribe only where the mail is no marketing. */
  readonly links: { readonly shop: string; readonly unsubscribe: string | null };
  /** Why the customer gets this mail; each one says so. */
  readonly because: string;
  /** BCP 47; English where it is not said. */
  readonly language?: string;
  readonly children: ReactNode;
}

/** What every mail has: the brand above, and below who sends it, from where, why, and the way out. */
export function Layout({
  brand,
  title,
  preheader,
  links,
  because,
  language = "en",
  children,
}: LayoutProps) {
  return (
    <Html lang={language}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: theme.styleSheet(brand.accent) }} />
      </Head>
      <Body className="page" style={theme.page}>
        <Preheader>{preheader}</Preheader>
        <Container className="card" tdClassName="card-inside" style={theme.card}>
          <Masthead brand={brand} shopUrl={links.shop} />
          {children}
        </Container>
        <Container tdClassName="footer-inside" style={theme.footer}>
          <Text className="soft" style={theme.small}>
            {because}
          </Text>
          {links.unsubscribe !== null && (
            <Text className="soft" style={theme.small}>
              <Link className="soft" href={links.unsubscribe} style={underlined}>
                Unsubscribe
              </Link>
            </Text>
          )}
          <Hr className="rule" style={{ ...theme.rule, margin: "16px 0", width: "40px" }} />
          <Text className="soft" style={theme.small}>
            {`${brand.legalName}, ${brand.postalAddress}`}
          </Text>
        </Container>
      </Body>
    </Html>
  );
}

const underlined = { ...theme.small, textDecoration: "underline" };

function Masthead({ brand, shopUrl }: { brand: Brand; shopUrl: string }) {
  return (
    <Link className="ink wordmark" href={shopUrl} style={theme.wordmark}>
      {brand.logoUrl === null ? (
        brand.shopName
      ) : (
        <Img
          src={brand.logoUrl}
          alt={brand.shopName}
          height={40}
          style={{ height: "40px", maxWidth: "220px", width: "auto" }}
        />
      )}
    </Link>
  );
}

// Invisible characters behind the preheader keep an inbox from showing the mail's first words after it.
const FILLER = "\u034f\u200c\u00a0".repeat(60);

function Preheader({ children }: { children: string }) {
  return (
    <div data-skip-in-text="true" style={hidden}>
      {`${children}${FILLER}`}
    </div>
  );
}

const hidden = {
  display: "none",
  lineHeight: "1px",
  maxHeight: 0,
  maxWidth: 0,
  opacity: 0,
  overflow: "hidden",
};
