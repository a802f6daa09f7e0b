/** The look of what one types into. */
export const inputClass =
  'h-7 w-full rounded-md border border-line-strong bg-surface px-2 text-sm text-ink placeholder:text-faint';
export const textareaClass =
  'w-full resize-y rounded-md border border-line-strong bg-surface px-2 py-1.5 text-sm text-ink placeholder:text-faint';
