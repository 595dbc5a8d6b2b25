import { useCallback, useEffect, useRef, useState } from "react";
import { measureBlocks, type BlockBounds } from "./measure-blocks";

/** Minimum window width at which an email client shows the wide layout. */
const DESKTOP_PX = 624;
const PHONE_PX = 375;

interface Measured {
  readonly heightPx: number;
  readonly places: readonly BlockBounds[];
}

/** The email in its frame: in device width, scaled down if there is less space. */
export interface ScaledFrame extends Measured {
  /** Ref of the element that provides the space. */
  readonly roomRef: (room: HTMLElement | null) => void;
  readonly widthPx: number;
  /** 1: original size; 0.5: half the width and height. */
  readonly scale: number;
  /** For the frame's `onLoad`. */
  readonly onLoad: (frame: HTMLIFrameElement) => void;
  /** The frame's content; null before it loads. */
  readonly email: Document | null;
}

export function useFrame(isPhone: boolean): ScaledFrame {
  const [roomPx, setRoomPx] = useState(0);
  const [measured, setMeasured] = useState<Measured>({ heightPx: 760, places: [] });
  const [email, setEmail] = useState<Document | null>(null);
  const watched = useRef<ResizeObserver | null>(null);

  const roomRef = useCallback((room: HTMLElement | null) => {
    watched.current?.disconnect();
    if (!room) return;
    const seen = new ResizeObserver(() => setRoomPx(room.clientWidth));
    seen.observe(room);
    watched.current = seen;
  }, []);

  // Late images and width changes move the content below them.
  useEffect(() => {
    if (!email) return;
    // The frame gets the email's height; a scroll bar would reduce its width until then.
    email.documentElement.style.overflow = "hidden";
    const measure = () =>
      setMeasured({
        heightPx: Math.ceil(email.body.getBoundingClientRect().bottom),
        places: measureBlocks(email),
      });
    measure();
    const seen = new ResizeObserver(measure);
    seen.observe(email.body);
    return () => seen.disconnect();
  }, [email]);

  const widthPx = isPhone ? PHONE_PX : Math.max(DESKTOP_PX, roomPx);
  return {
    ...measured,
    roomRef,
    widthPx,
    scale: roomPx === 0 ? 1 : Math.min(1, roomPx / widthPx),
    onLoad: (frame) => setEmail(frame.contentDocument),
    email,
  };
}
