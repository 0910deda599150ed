import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { network } from '../../session/session.ts';
import './screen.css';

interface ScreenProps {
  readonly title: string;
  /** Stands beside the title: the one primary action, where it is not at the end. */
  readonly action?: ComponentChildren;
  readonly width?: 'narrow' | 'wide';
  readonly children: ComponentChildren;
}

let first = true;

/** A screen: its title in the window and as the one h1, which takes the focus when the screen is new. */
export function Screen({ title, action, width, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${network.value.name}`;
  }, [title]);
  useEffect(() => {
    // The browser itself announces the page it has loaded; later screens are announced by the focus.
    if (!first) heading.current?.focus({ preventScroll: true });
    first = false;
  }, []);
  return (
    <div class={width === undefined ? 'screen' : `screen ${width}`}>
      <div class="row spread head">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {action}
      </div>
      {children}
    </div>
  );
}
