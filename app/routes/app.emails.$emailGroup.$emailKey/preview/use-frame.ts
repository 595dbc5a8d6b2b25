import { useCallback, useEffect, useRef, useState } from "react";
import { measureBlocks, type BlockBounds } from "./measure-blocks";

/** As wide as an email program's window that shows an email's wide layout. */
const DESKTOP_PX = 624;
const PHONE_PX = 375;

interface Measured {
  readonly heightPx: number;
  readonly places: readonly BlockBounds[];
}

/** The email in its frame: as wide as the device that it stands for, made smaller where there is less room. */
export interface ScaledFrame extends Measured {
  /** Of the element that gives the room. */
  readonly roomRef: (room: HTMLElement | null) => void;
  readonly widthPx: number;
  /** 1: as large as it is; 0.5: half as wide and high. */
  readonly scale: number;
  /** For the frame's `onLoad`. */
  readonly onLoad: (frame: HTMLIFrameElement) => void;
  /** What the frame shows; null before anything is there. */
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

  // Pictures that come later, and a width that changes, move what stands below them.
  useEffect(() => {
    if (!email) return;
    // The frame is made as high as the email; until then a bar would take of its width.
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
