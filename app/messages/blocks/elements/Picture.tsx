import { Img, Link } from "react-email";
import type { Theme } from "../../theme/theme";
import { ShowIf, ShowUnless } from "./Repeat";

interface PictureProps {
  readonly src: string | null;
  readonly alt: string;
  /** null: no link. */
  readonly href: string | null;
  /** The fixed width for Outlook for Windows; elsewhere a fluid one follows its column. */
  readonly widthPx: number;
  readonly theme: Theme;
  readonly className?: string;
  /** Scales with its column; otherwise the width is fixed. */
  readonly fluid?: boolean;
  /** While pictures are off, its alternative text is one line, because words are wider than the picture. */
  readonly altInOneLine?: boolean;
}

/** Height of the tile in place of a missing image. */
const MAX_BLANK_PX = 160;

/** A product's whole image in its own proportions, or an empty tile. Plain text omits it with its link. */
export function Picture({ src, alt, href, widthPx, theme, ...rest }: PictureProps) {
  const { className = "", fluid = false, altInOneLine = false } = rest;
  const width = fluid ? "100%" : `${widthPx}px`;
  const classNames = `picture ${className}`.trim();
  const image = (
    <Img
      className={classNames}
      src={src ?? ""}
      alt={alt}
      width={widthPx}
      style={{
        ...theme.picture,
        ...(altInOneLine && ({ overflow: "hidden", whiteSpace: "nowrap" } as const)),
        ...{ display: "block", height: "auto", width },
      }}
    />
  );
  return (
    <div data-skip-in-text="true">
      <ShowIf value={src}>{href === null ? image : <Link href={href}>{image}</Link>}</ShowIf>
      <ShowUnless value={src}>
        <div
          className={classNames}
          style={{ ...theme.blank, height: `${Math.min(widthPx, MAX_BLANK_PX)}px`, width }}
        >
          {"\u00a0"}
        </div>
      </ShowUnless>
    </div>
  );
}
