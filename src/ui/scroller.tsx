import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';

/**
 * A box that scrolls when its content is larger, and that the keyboard then reaches; one that has nothing to
 * scroll is no stop on the way through the page.
 */
export function Scroller(props: {
  /** What a screen reader calls it. */
  label: string;
  className?: string;
  /** `pre` for text whose lines stand as they are. */
  tag?: 'div' | 'pre';
  children: ReactNode;
}) {
  const { label, className, tag: Tag = 'div', children } = props;
  const box = useRef<HTMLElement | null>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const node = box.current;
    if (!node) {
      return;
    }
    const look = () => {
      setScrolls(
        node.scrollWidth > node.clientWidth ||
          node.scrollHeight > node.clientHeight
      );
    };
    const observer = new ResizeObserver(look);
    observer.observe(node);
    look();
    return () => {
      observer.disconnect();
    };
  }, [children]);
  return (
    <Tag
      className={className}
      ref={(node: HTMLElement | null) => {
        box.current = node;
      }}
      {...(scrolls ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
    >
      {children}
    </Tag>
  );
}
