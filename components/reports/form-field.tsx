import { useId } from 'react';

type FieldProps = { label: string; children: (id: string) => React.ReactNode; className?: string };

/** A label above what it is the label of. */
export function FormField({ label, children, className = '' }: FieldProps) {
  const id = useId();
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="text-xs text-muted">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
