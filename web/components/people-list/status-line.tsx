import { useEffect, useRef, useState } from 'preact/hooks';

/** A line that is read out when it changes, at most every five seconds; on the screen it changes at once. */
export function StatusLine({ text }: { text: string }) {
  const [spoken, speak] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const wait = Math.max(300, last.current + 5000 - performance.now());
    const timer = setTimeout(() => {
      last.current = performance.now();
      speak(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <>
      <span class="number" aria-hidden="true">
        {text}
      </span>
      <span class="hidden" role="status">
        {spoken}
      </span>
    </>
  );
}
