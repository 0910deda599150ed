import { useEffect, useState } from 'preact/hooks';

/** The value once it has rested: a list is not asked for every letter typed. */
export function useDelayed<Value>(value: Value, milliseconds: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return rested;
}
