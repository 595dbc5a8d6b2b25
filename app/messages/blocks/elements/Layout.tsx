import type { ReactNode } from "react";
import { Body, Container, Head, Html, Section } from "react-email";
import type { Brand } from "../../brand/brand";
import type { Theme } from "../../theme/theme";
import { Header } from "./Header";
import { HeroFrame } from "./HeroFrame";
import { ShowIf } from "./Repeat";

interface LayoutProps {
  readonly brand: Brand;
  readonly theme: Theme;
  /** BCP 47 */
  readonly language: string;
  readonly title: string;
  readonly preheader: string;
  readonly shopUrl: string;
  /** JSON for Gmail's promotions tab; transactional email has none. */
  readonly annotations?: string | null;
  readonly footer: ReactNode;
  /** A picture above the opening texts, as wide as the email. */
  readonly banner?: ReactNode;
  /** The opening texts, in the theme's own style; absent: none. */
  readonly hero?: ReactNode;
  /** The pictures below the opening texts. */
  readonly pictures?: ReactNode;
  /** What follows; absent: the hero is the whole email. */
  readonly children?: ReactNode;
}

/** The frame of every email: brand, opening, content, and the sender below. */
export function Layout(props: LayoutProps) {
  const { brand, theme, language, title, preheader, shopUrl, footer } = props;
  const { annotations = null, banner, hero, pictures, children } = props;
  const { direction, design } = theme;
  const header = <Header brand={brand} theme={theme} shopUrl={shopUrl} />;
  const isAbove = design.header.place === "above";
  return (
    <Html lang={language} dir={direction}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no, date=no, address=no, email=no" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: theme.sheet }} />
        <ShowIf value={annotations}>
          <script
            type="application/ld+json"
            dangerouslySetInnerHTML={{ __html: annotations ?? "" }}
          />
        </ShowIf>
      </Head>
      <Body className="page" dir={direction} lang={language} style={theme.page}>
        <Preheader>{preheader}</Preheader>
        {isAbove && <Container style={{ maxWidth: theme.frame.maxWidth }}>{header}</Container>}
        <Container className="card" dir={direction} style={theme.frame}>
          {!isAbove && header}
          {banner}
          {hero !== undefined && (
            <HeroFrame theme={theme} isLast={children === undefined || pictures !== undefined}>
              {hero}
            </HeroFrame>
          )}
          {pictures}
          {children !== undefined && (
            <Section
              tdClassName="card-inside"
              style={hero === undefined ? theme.wholeBody : theme.body}
            >
              {children}
            </Section>
          )}
        </Container>
        <Container
          className="footer"
          tdClassName="footer-inside"
          dir={direction}
          style={theme.footer}
        >
          {footer}
        </Container>
      </Body>
    </Html>
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
