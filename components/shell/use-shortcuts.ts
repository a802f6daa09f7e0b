'use client';

import { useEffect, useRef } from 'react';

/** Keys by name, as in KeyboardEvent.key; a space joins two in a row ("g e"). */
export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const SEQUENCE_MILLISECONDS = 1000;

/** Page-wide keys. They rest while somebody types, while a dialog or menu is open, and under Ctrl, Alt and Meta. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts);
  useEffect(() => {
    current.current = shortcuts;
  });
  useEffect(() => {
    let prefix = '';
    let prefixAt = 0;
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      const sequence = event.timeStamp - prefixAt < SEQUENCE_MILLISECONDS ? `${prefix} ${event.key}` : '';
      const action = current.current[sequence] ?? current.current[event.key];
      prefix = event.key;
      prefixAt = event.timeStamp;
      if (!action) return;
      event.preventDefault();
      action(event);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

function isBusy(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('[role="dialog"], [role="menu"], [role="listbox"]')) return true;
  return target.matches('input:not([type="checkbox"], [type="radio"]), textarea, select');
}
