import { Img, Link } from "react-email";
import type { Theme } from "../../theme/theme";
import { ShowIf, ShowUnless } from "./Repeat";

interface PictureProps {
  readonly src: string | null;
  readonly alt: string;
  /** null: no link. */
  readonly href: string | null;
  readonly widthPx: number;
  /** Square by default. */
  readonly heightPx?: number;
  readonly theme: Theme;
  readonly className?: string;
  /** Scales with its column; otherwise the width is fixed. */
  readonly fluid?: boolean;
}

/** A product's image, or an empty tile of the same size. Plain text omits it with its link. */
export function Picture({ src, alt, href, widthPx, theme, ...rest }: PictureProps) {
  const { heightPx = widthPx, className = "", fluid = false } = rest;
  const style = {
    ...theme.picture,
    width: fluid ? "100%" : `${widthPx}px`,
    height: `${heightPx}px`,
  };
  const classNames = `picture ${className}`.trim();
  const image = (
    <Img
      className={classNames}
      src={src ?? ""}
      alt={alt}
      width={widthPx}
      height={heightPx}
      style={style}
    />
  );
  return (
    <div data-skip-in-text="true">
      <ShowIf value={src}>{href === null ? image : <Link href={href}>{image}</Link>}</ShowIf>
      <ShowUnless value={src}>
        <div className={classNames} style={style}>
          {"\u00a0"}
        </div>
      </ShowUnless>
    </div>
  );
}
