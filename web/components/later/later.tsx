import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Problem } from '../problem/problem.tsx';

/** A part of a screen that comes when it is first shown, for what few visits need. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let come: ComponentType<Props> | undefined;
  return function Later(props: Props) {
    const [Part, setPart] = useState(() => come);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (come !== undefined) return;
      load().then(
        (part) => {
          come = part;
          setPart(() => part);
        },
        (error: unknown) => {
          console.error(error);
          setFailed(true);
        },
      );
    }, []);
    if (failed) return <Problem code="network.unreachable" retry={() => location.reload()} />;
    return Part === undefined ? <div class="waiting-block" aria-hidden="true" /> : <Part {...props} />;
  };
}
