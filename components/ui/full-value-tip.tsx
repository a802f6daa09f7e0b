'use client';

import { useEffect, useState } from 'react';

type Tip = { text: string; left: number; top: number; above: boolean };

const DELAY_MILLISECONDS = 350;

/**
 * Shows the whole of a shortened Value while the pointer is over it or the focus is on it or around it. One listener for
 * the page: a screen has hundreds of values. Not announced, since a screen reader reads the whole text anyway.
 */
export function FullValueTip() {
  const [tip, setTip] = useState<Tip | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function show(event: Event) {
      const { target } = event;
      if (!(target instanceof Element)) return;
      clearTimeout(timer);
      const value =
        target.closest('[data-full]') ?? (event.type === 'focusin' ? target.querySelector('[data-full]') : null);
      if (!(value instanceof HTMLElement) || !isShortened(value)) return setTip(null);
      timer = setTimeout(() => setTip(placeTip(value)), DELAY_MILLISECONDS);
    }
    function hide() {
      clearTimeout(timer);
      setTip(null);
    }
    document.addEventListener('pointerover', show);
    document.addEventListener('focusin', show);
    document.addEventListener('scroll', hide, true);
    document.addEventListener('keydown', hide);
    document.addEventListener('pointerdown', hide);
    return () => {
      hide();
      document.removeEventListener('pointerover', show);
      document.removeEventListener('focusin', show);
      document.removeEventListener('scroll', hide, true);
      document.removeEventListener('keydown', hide);
      document.removeEventListener('pointerdown', hide);
    };
  }, []);
  if (tip === null) return null;
  return (
    <div
      aria-hidden
      style={{ left: tip.left, top: tip.top, transform: tip.above ? 'translateY(-100%)' : undefined }}
      className="pointer-events-none fixed z-[60] max-h-60 max-w-[min(560px,90vw)] overflow-hidden rounded-md border border-line bg-raised px-2 py-1 font-mono text-xs break-all whitespace-pre-wrap text-ink shadow-pop"
    >
      {tip.text}
    </div>
  );
}

function isShortened(value: HTMLElement): boolean {
  const head = value.querySelector('[data-head]');
  return 'cut' in value.dataset || (head instanceof HTMLElement && head.scrollWidth > head.clientWidth);
}

function placeTip(value: HTMLElement): Tip | null {
  const box = value.getBoundingClientRect();
  if (box.width === 0) return null;
  const above = box.bottom > window.innerHeight - 120;
  return {
    text: value.dataset.full ?? '',
    left: Math.max(8, Math.min(box.left, window.innerWidth - 568)),
    top: above ? box.top - 4 : box.bottom + 4,
    above,
  };
}
