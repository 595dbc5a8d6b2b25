import type { ReactNode } from "react";
import { Section } from "react-email";
import type { Theme } from "../../theme/theme";

interface HeroProps {
  readonly theme: Theme;
  /** Whether nothing follows. */
  readonly isLast: boolean;
  readonly children: ReactNode;
}

/** The opening of an email: its heading and first words on the theme's background. */
export function HeroFrame({ theme, isLast, children }: HeroProps) {
  const { look } = theme.design.hero;
  const style = isLast ? theme.hero : theme.openHero;
  if (look === "frame") {
    const { heroPx, sidePx } = theme.design.space;
    return (
      <Section
        className="hero"
        tdClassName="hero-inside"
        style={{ ...style, padding: `0 ${FRAME_PX}px ${FRAME_PX}px` }}
      >
        <Section
          className="rule"
          tdClassName="hero-frame"
          style={{
            border: `1px solid ${theme.colors.hero.line}`,
            padding: `${heroPx + FRAME_PX}px ${sidePx - FRAME_PX}px`,
          }}
        >
          {children}
        </Section>
      </Section>
    );
  }
  return (
    <Section className="hero" tdClassName="hero-inside" style={style}>
      {look === "rule" && <Rule theme={theme} />}
      {look === "dots" && <Dots theme={theme} />}
      {children}
    </Section>
  );
}

const FRAME_PX = 20;

/** A short bar in the shop's color above the heading. */
function Rule({ theme }: Pick<HeroProps, "theme">) {
  return (
    <div
      data-skip-in-text="true"
      className="button"
      style={{
        backgroundColor: theme.colors.hero.button,
        fontSize: "1px",
        height: "4px",
        lineHeight: "4px",
        marginBottom: "20px",
        [theme.start === "left" ? "marginRight" : "marginLeft"]: "auto",
        width: "72px",
      }}
    >
      {"\u00a0"}
    </div>
  );
}

const CONFETTI = ["#ffb703", null, "#2ec4b6", "#ff6b6b", null, "#ffb703", "#2ec4b6"];

/** A line of colored dots; those without a color have the shop's. */
function Dots({ theme }: Pick<HeroProps, "theme">) {
  return (
    <div data-skip-in-text="true" style={{ margin: "0 0 24px", textAlign: "center" }}>
      {CONFETTI.map((color, i) => (
        <span
          key={i}
          {...(color === null && { className: "button" })}
          style={{
            backgroundColor: color ?? theme.colors.hero.button,
            borderRadius: "99px",
            display: "inline-block",
            fontSize: "1px",
            height: i % 2 === 0 ? "14px" : "9px",
            lineHeight: i % 2 === 0 ? "14px" : "9px",
            margin: "0 5px",
            verticalAlign: "middle",
            width: i % 2 === 0 ? "14px" : "9px",
          }}
        >
          {"\u00a0"}
        </span>
      ))}
    </div>
  );
}
