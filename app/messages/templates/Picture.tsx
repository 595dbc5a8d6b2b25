import { Img, Link } from "react-email";
import { ShowIf, ShowUnless } from "./Repeat";
import * as theme from "./theme";

interface PictureProps {
  readonly src: string | null;
  readonly alt: string;
  readonly href: string;
  readonly widthPx: number;
  readonly className?: string;
  /** Grows and shrinks with its column; otherwise a fixed square. */
  readonly fluid?: boolean;
}

/** A product's picture, or an empty tile of the same size. Plain text leaves it out, link and all. */
export function Picture({ src, alt, href, widthPx, className = "", fluid = false }: PictureProps) {
  const style = {
    ...theme.picture,
    width: fluid ? "100%" : `${widthPx}px`,
    height: `${widthPx}px`,
  };
  const classNames = `picture ${className}`.trim();
  return (
    <div data-skip-in-text="true">
      <ShowIf value={src}>
        <Link href={href}>
          <Img
            className={classNames}
            src={src ?? ""}
            alt={alt}
            width={widthPx}
            height={widthPx}
            style={style}
          />
        </Link>
      </ShowIf>
      <ShowUnless value={src}>
        <div className={classNames} style={style}>
          {"\u00a0"}
        </div>
      </ShowUnless>
    </div>
  );
}
