import { Column, Link, Row } from "react-email";
import type { z } from "zod";
import { resizeImage } from "../../merge/resize-image";
import { blockOf, ImageUrl, mergeLine, OptionalHref } from "../elements/block-base";
import { ExceptOutlook } from "../elements/ExceptOutlook";
import type { BlockProps } from "../elements/render-context";

/**
 * A picture with a play mark that leads to a video, and its title with another below: email clients play no video, and
 * Outlook for Windows puts nothing on a picture. Omitted without a link; without a picture only the title is shown.
 */
export const VideoBlock = blockOf("video", {
  src: ImageUrl,
  /** Says where the link leads, also with images blocked. */
  label: mergeLine(120),
  href: OptionalHref,
});
export type VideoBlock = z.infer<typeof VideoBlock>;

const MARK_PX = 64;
/** U+FE0E: as text, not as an emoji. */
const PLAY_MARK = "\u25b6\ufe0e";

export function VideoView({ block, context }: BlockProps<VideoBlock>) {
  const { theme, merge, link } = context;
  if (block.href === "") return null;
  const href = link(block.href, "image");
  const label = merge(block.label);
  const src = resizeImage(block.src, { widthPx: 2 * theme.innerPx }) ?? "";
  return (
    <div style={{ margin: "8px 0 20px" }}>
      {src !== "" && (
        <div data-skip-in-text="true">
          <ExceptOutlook src={src} widthPx={theme.innerPx}>
            <Row>
              <Column
                className="picture"
                align="center"
                {...{ background: src }}
                style={{
                  backgroundColor: theme.colors.card.line,
                  backgroundPosition: "center",
                  backgroundRepeat: "no-repeat",
                  backgroundSize: "cover",
                }}
              >
                {/* A share of the width, so that the proportions stay on phones. */}
                <Link
                  href={href}
                  aria-label={label}
                  style={{ display: "block", padding: "22% 0", textDecoration: "none" }}
                >
                  <span
                    className="button"
                    style={{
                      ...theme.badge,
                      // In the color of the mark: a picture may have that of its ground.
                      border: "3px solid",
                      borderRadius: "50%",
                      display: "inline-block",
                      fontSize: "24px",
                      height: `${MARK_PX}px`,
                      lineHeight: `${MARK_PX}px`,
                      padding: 0,
                      textAlign: "center",
                      width: `${MARK_PX}px`,
                    }}
                  >
                    {PLAY_MARK}
                  </span>
                </Link>
              </Column>
            </Row>
          </ExceptOutlook>
        </div>
      )}
      <div style={{ paddingTop: "14px", textAlign: theme.align }}>
        <Link className="ink" href={href} style={theme.title}>
          <span data-skip-in-text="true" className="link" style={{ color: theme.link.color }}>
            {`${PLAY_MARK} `}
          </span>
          {label}
        </Link>
      </div>
    </div>
  );
}
