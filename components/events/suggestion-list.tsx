import { useEffect } from 'react';
import type { Suggestion } from '@/components/events/query-suggestions';
import { classNames } from '@/components/ui/class-names';

export const LIST_ID = 'query-suggestions';

export function optionId(position: number): string {
  return `query-suggestion-${position}`;
}

type ListProps = { suggestions: Suggestion[]; highlighted: number; onTake: (suggestion: Suggestion) => void };

/** What the query bar offers, under the heading of its kind. The focus stays in the bar. */
export function SuggestionList({ suggestions, highlighted, onTake }: ListProps) {
  useEffect(() => {
    document.getElementById(optionId(highlighted))?.scrollIntoView({ block: 'nearest' });
  }, [highlighted]);
  const groups = [...new Set(suggestions.map(({ group }) => group))];
  return (
    <div id={LIST_ID} role="listbox" aria-label="Suggestions" className="max-h-[46vh] overflow-y-auto">
      {groups.map((group) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold options
        <div key={group} role="group" aria-label={group}>
          <p aria-hidden className="px-2 pt-1 text-xs text-faint">
            {group}
          </p>
          {suggestions.map((suggestion, position) =>
            suggestion.group === group ? (
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the bar, which keeps the focus
              <div
                key={suggestion.key}
                id={optionId(position)}
                role="option"
                aria-selected={position === highlighted}
                tabIndex={-1}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => onTake(suggestion)}
                className={classNames(
                  'flex h-6 cursor-default items-center justify-between gap-4 rounded-md px-2 text-xs select-none hover:bg-hover',
                  position === highlighted && 'bg-selected',
                )}
              >
                <bdi className="truncate font-mono">{suggestion.shown}</bdi>
                <span className="shrink-0 text-xs text-faint">{suggestion.hint}</span>
              </div>
            ) : null,
          )}
        </div>
      ))}
    </div>
  );
}
