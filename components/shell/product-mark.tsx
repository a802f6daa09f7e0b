/** A plumb line: the cord, and the bob that shows what is straight. */
export function ProductMark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="none" aria-hidden="true">
      <path d="M4 2.5h12" stroke="var(--faint)" strokeWidth="1.6" strokeLinecap="round" />
      <path d="M10 2.5v6" stroke="var(--accent)" strokeWidth="1.6" />
      <path d="M6.6 8.5h6.8l-.9 4.6L10 18.2l-2.5-5.1z" fill="var(--accent)" />
    </svg>
  );
}
