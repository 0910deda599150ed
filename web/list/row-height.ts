import { useEffect, useState } from 'preact/hooks';

const narrow = matchMedia('(max-width: 639px)');

/** Height of a row in px: 56 at the usual text size, more where its parts stand below each other; grows with text. */
export function useRowHeight(): number {
  const [height, setHeight] = useState(measure);
  useEffect(() => {
    const change = () => setHeight(measure());
    narrow.addEventListener('change', change);
    return () => narrow.removeEventListener('change', change);
  }, []);
  return height;
}

function measure(): number {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
  return Math.round(rem * (narrow.matches ? 5.25 : 3.5));
}
