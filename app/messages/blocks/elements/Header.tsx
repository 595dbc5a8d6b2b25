import type { CSSProperties } from "react";
import { Column, Img, Link, Row, Section } from "react-email";
import { mixColors } from "../../brand/accent";
import type { Brand } from "../../brand/brand";
import type { Theme } from "../../theme/theme";

interface HeaderProps {
  readonly brand: Brand;
  readonly theme: Theme;
  readonly shopUrl: string;
}

/** The shop's logo or name, as the theme shows it. */
export function Header({ brand, theme, shopUrl }: HeaderProps) {
  const { look } = theme.design.header;
  const isCentered = look !== "plain" || theme.design.align === "center";
  const name = (
    <div style={{ textAlign: isCentered ? "center" : theme.start }}>
      <Wordmark brand={brand} theme={theme} shopUrl={shopUrl} />
    </div>
  );
  return (
    <>
      {look === "awning" && <Awning theme={theme} />}
      <Section className="header" tdClassName="header-inside" style={theme.header}>
        {look === "ruled" ? (
          <Section className="rule" style={mastheadStyle(theme)}>
            {name}
          </Section>
        ) : (
          name
        )}
      </Section>
    </>
  );
}

function mastheadStyle({ colors: { header } }: Theme): CSSProperties {
  return {
    borderBottom: `4px double ${header.line}`,
    borderTop: `1px solid ${header.line}`,
    padding: "12px 0",
  };
}

function Wordmark({ brand, theme, shopUrl }: HeaderProps) {
  const { colors, design, wordmark } = theme;
  const isPill = design.header.look === "pill" && brand.logoUrl === null;
  const pill = {
    backgroundColor: colors.header.button,
    borderRadius: `${design.radius.button}px`,
    color: colors.header.onButton,
    display: "inline-block",
    padding: "9px 22px",
  };
  return (
    <Link
      className={`wordmark ${isPill ? "button" : "ink"}`}
      href={shopUrl}
      style={isPill ? { ...wordmark, ...pill } : wordmark}
    >
      {brand.logoUrl === null ? (
        brand.shopName
      ) : (
        <Img
          className="logo"
          src={brand.logoUrl}
          alt={brand.shopName}
          height={40}
          style={{
            display: "inline-block",
            height: "40px",
            maxWidth: "220px",
            width: "auto",
            ...(isDark(colors.header.ink) && PLATE),
          }}
        />
      )}
    </Link>
  );
}

// Logos are drawn for light backgrounds; on a dark one they stand on white.
const PLATE = { backgroundColor: "#ffffff", padding: "8px" };

/** Whether a background with this text color is dark. */
const isDark = (ink: string) => Number.parseInt(ink.slice(1, 3), 16) > 0x80;

const STRIPES = 10;

/** Stripes with round ends, in two shades of the shop's color. */
function Awning({ theme: { colors } }: Pick<HeaderProps, "theme">) {
  return (
    <Row
      data-skip-in-text="true"
      style={{ backgroundColor: colors.header.ground }}
      className="header"
    >
      {Array.from({ length: STRIPES }, (_, i) => (
        <Column
          key={i}
          {...(i % 2 === 0 && { className: "awning" })}
          style={{
            backgroundColor:
              i % 2 === 0 ? colors.card.button : mixColors("#ffffff", colors.card.button, 0.25),
            borderRadius: "0 0 30px 30px",
            fontSize: "1px",
            height: "44px",
            lineHeight: "44px",
            width: `${100 / STRIPES}%`,
          }}
        >
          {"\u00a0"}
        </Column>
      ))}
    </Row>
  );
}
