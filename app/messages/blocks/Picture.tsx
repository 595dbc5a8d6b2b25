import { Img, Link } from "react-email";
import type { Theme } from "../theme/theme";
import { ShowIf, ShowUnless } from "./Repeat";

interface PictureProps {
  readonly src: string | null;
  readonly alt: string;
  /** null: the picture leads nowhere. */
  readonly href: string | null;
  readonly widthPx: number;
  /** A square where it is not said. */
  readonly heightPx?: number;
  readonly theme: Theme;
  readonly className?: string;
  /** Grows and shrinks with its column; otherwise it keeps its width. */
  readonly fluid?: boolean;
}

/** A product's picture, or an empty tile of the same size. Plain text leaves it out, link and all. */
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
