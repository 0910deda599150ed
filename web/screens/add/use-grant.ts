import { useEffect, useState } from 'preact/hooks';
import { codeOf, get } from '../../api/client.ts';
import type { Grant } from '../../api/types.ts';

const pace = 1500;

/**
 * Follows an authorisation until it is settled. The window at the provider says when it is time to ask; where the browser
 * cut the two apart, asking now and then finds out too.
 */
export function useGrant(id: string | undefined, popup: Window | null) {
  const [grant, setGrant] = useState<Grant>();
  const [failed, setFailed] = useState<string>();
  const [closed, setClosed] = useState(false);
  useEffect(() => {
    setGrant(undefined);
    setFailed(undefined);
    setClosed(false);
    if (id === undefined) return;
    let over = false;
    let timer: ReturnType<typeof setTimeout>;
    const look = async () => {
      clearTimeout(timer);
      setClosed(popup?.closed === true);
      try {
        const now = await get<Grant>(`/api/sources/grants/${id}`);
        if (over) return;
        setGrant(now);
        over = now.state === 'done' || now.state === 'failed';
        if (over) popup?.close();
      } catch (error) {
        if (over) return;
        // A server that is away for a moment is asked again; one that knows no such grant is not.
        if (codeOf(error) !== 'network.unreachable') {
          over = true;
          setFailed(codeOf(error));
        }
      }
      if (!over) timer = setTimeout(() => void look(), pace);
    };
    const heard = (event: MessageEvent) => {
      if (event.origin === location.origin && event.source === popup && event.data === 'kith.grant')
        void look();
    };
    addEventListener('message', heard);
    void look();
    return () => {
      over = true;
      clearTimeout(timer);
      removeEventListener('message', heard);
    };
  }, [id, popup]);
  return { grant, failed, closed };
}
