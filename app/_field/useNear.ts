'use client';
import { type RefObject, useEffect, useRef, useState } from 'react';

/** Has this element ever been within a screen of what is seen? Once near, always near. */
export function useNear<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [isNear, setNear] = useState(() => typeof IntersectionObserver === 'undefined');
  useEffect(() => {
    if (ref.current === null || isNear) return;
    const watch = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && setNear(true), { rootMargin: '100%' });
    watch.observe(ref.current);
    return () => watch.disconnect();
  }, [isNear]);
  return [ref, isNear];
}
