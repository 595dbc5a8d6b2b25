import type { ReactNode } from "react";
import { Body, Container, Head, Html, Img, Link } from "react-email";
import type { Brand } from "../../brand/brand";
import type { Theme } from "../../theme/theme";

interface LayoutProps {
  readonly brand: Brand;
  readonly theme: Theme;
  /** BCP 47 */
  readonly language: string;
  readonly title: string;
  readonly preheader: string;
  readonly shopUrl: string;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** The frame of every email: brand, content card, and the sender below. */
export function Layout(props: LayoutProps) {
  const { brand, theme, language, title, preheader, shopUrl, footer, children } = props;
  const { direction } = theme;
  return (
    <Html lang={language} dir={direction}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: theme.sheet }} />
      </Head>
      <Body className="page" dir={direction} lang={language} style={theme.page}>
        <Preheader>{preheader}</Preheader>
        <Container className="card" tdClassName="card-inside" dir={direction} style={theme.card}>
          <Masthead brand={brand} theme={theme} shopUrl={shopUrl} />
          {children}
        </Container>
        <Container tdClassName="footer-inside" dir={direction} style={theme.footer}>
          {footer}
        </Container>
      </Body>
    </Html>
  );
}

type MastheadProps = Pick<LayoutProps, "brand" | "theme" | "shopUrl">;

function Masthead({ brand, theme, shopUrl }: MastheadProps) {
  return (
    <div style={{ textAlign: theme.start }}>
      <Link className="ink wordmark" href={shopUrl} style={theme.wordmark}>
        {brand.logoUrl === null ? (
          brand.shopName
        ) : (
          <Img
            src={brand.logoUrl}
            alt={brand.shopName}
            height={40}
            style={{ display: "inline-block", height: "40px", maxWidth: "220px", width: "auto" }}
          />
        )}
      </Link>
    </div>
  );
}

// Invisible characters after the preheader keep inboxes from showing the first words of the email after it.
// As entities they leave the email plain ASCII.
const FILLER = "&#847;&#8204;&#160;".repeat(60);

function Preheader({ children }: { children: string }) {
  return (
    <div data-skip-in-text="true" style={hidden}>
      {children}
      <span dangerouslySetInnerHTML={{ __html: FILLER }} />
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
