'use client';

import { Search } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import { QueryHelp } from '@/components/events/query-help';
import { QueryMarks } from '@/components/events/query-marks';
import type { Suggestion } from '@/components/events/query-suggestions';
import { keepRecentQuery, readRecentQueries } from '@/components/events/recent-queries';
import { LIST_ID, optionId, SuggestionList } from '@/components/events/suggestion-list';
import { useQuerySuggestions } from '@/components/events/use-query-suggestions';
import { useFilterNavigation } from '@/components/shell/filter-navigation';
import { classNames } from '@/components/ui/class-names';
import { floatingClass } from '@/components/ui/popover';
import type { QueryProblem } from '@/lib/query/query-error';
import { MAX_QUERY_LENGTH } from '@/lib/query/query-length';
import { printFilter } from '@/lib/search/filter-query';
import { parseFilterText } from '@/lib/search/filter-text';

/** The box that `/` goes to. */
export const QUERY_ID = 'query';
const PROBLEM_ID = 'query-problem';

const textClass = 'h-full w-full rounded-md px-2 font-mono text-xs';

/** The whole filter as text, beside its chips. Enter applies, Esc takes back what was typed. */
export function QueryBar() {
  const { filter, setFilter } = useFilterNavigation();
  const printed = printFilter(filter);
  const input = useRef<HTMLInputElement>(null);
  /** What is typed and not applied yet; null: the text of the filter. */
  const [draft, setDraft] = useState<string | null>(null);
  const [caret, setCaret] = useState(0);
  const [nextCaret, setNextCaret] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  /** Enter was pressed on what cannot be read. */
  const [insisted, setInsisted] = useState(false);
  /** Position of the suggestion that Enter takes; -1: none. */
  const [highlighted, setHighlighted] = useState(-1);
  const [recent, setRecent] = useState<string[]>([]);
  const text = draft ?? printed;
  const problem = draft === null ? null : parseFilterText(draft).problem;
  // Whoever is still typing has not made a mistake yet.
  const wrong = problem !== null && (insisted || problem.length > 0) ? problem : null;
  const suggestions = useQuerySuggestions({ text, caret, recent, active: open }, filter);

  const listed = open && suggestions.length > 0;

  useLayoutEffect(() => {
    if (nextCaret === null) return;
    input.current?.setSelectionRange(nextCaret, nextCaret);
    setCaret(nextCaret);
    setNextCaret(null);
  }, [nextCaret]);

  function apply() {
    const { filter: next } = parseFilterText(text);
    setInsisted(next === null);
    setOpen(next === null);
    if (next === null) return;
    keepRecentQuery(printFilter(next));
    setRecent(readRecentQueries());
    setFilter(next);
    setDraft(null);
  }

  function take({ insert, from, to, group }: Suggestion) {
    // A value at the end of a set stays within it.
    const end = text[to] === ')' ? insert.trimEnd() : insert;
    const after = group === 'Recent searches' ? '' : text.slice(to).replace(/^ /, end.endsWith(' ') ? '' : ' ');
    setDraft(text.slice(0, from) + end + after);
    setNextCaret(from + end.length);
    setHighlighted(-1);
    setOpen(group !== 'Recent searches');
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    const suggestion = open ? suggestions[highlighted] : undefined;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (suggestion) take(suggestion);
      else apply();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      // One place more than there are suggestions: the text itself, with none of them.
      const places = suggestions.length + 1;
      const step = event.key === 'ArrowDown' ? 1 : places - 1;
      setHighlighted(((highlighted + 1 + step) % places) - 1);
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      if (open) setOpen(false);
      else if (draft !== null) setDraft(null);
      else input.current?.blur();
    }
  }

  return (
    <search className="relative min-w-72 flex-1">
      <div
        className={classNames(
          'flex h-7 items-center rounded-md border bg-surface pr-0.5 focus-within:outline-2 focus-within:outline-focus',
          wrong ? 'border-danger' : 'border-line-strong',
        )}
      >
        <Search size={13} aria-hidden className="ml-2 shrink-0 text-faint" />
        <div className="relative h-full min-w-0 flex-1">
          <input
            ref={input}
            id={QUERY_ID}
            role="combobox"
            aria-label="Query"
            aria-autocomplete="list"
            aria-expanded={listed}
            aria-controls={listed ? LIST_ID : undefined}
            aria-activedescendant={listed && highlighted >= 0 ? optionId(highlighted) : undefined}
            aria-invalid={wrong !== null}
            aria-describedby={open && problem ? PROBLEM_ID : undefined}
            aria-keyshortcuts="/"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={MAX_QUERY_LENGTH}
            placeholder="All events of the time range. Narrow: verb:delete user:*@example.com -namespace:kube-system   ( / )"
            value={text}
            onChange={({ target }) => {
              setDraft(target.value);
              setInsisted(false);
              setHighlighted(-1);
              setCaret(target.selectionStart ?? target.value.length);
              setOpen(true);
            }}
            onFocus={() => {
              setRecent(readRecentQueries());
              setCaret(input.current?.selectionStart ?? text.length);
              setHighlighted(-1);
              setOpen(true);
            }}
            onBlur={() => setOpen(false)}
            onSelect={() => setCaret(input.current?.selectionStart ?? text.length)}
            onKeyDown={onKeyDown}
            className={classNames(
              textClass,
              'bg-transparent outline-none placeholder:font-sans placeholder:text-faint',
            )}
          />
          <QueryMarks input={input} text={text} problem={wrong} className={classNames(textClass, 'leading-[26px]')} />
        </div>
        {draft === null || problem ? null : (
          <span aria-hidden className="mr-1 shrink-0 text-xs text-faint">
            ⏎ apply
          </span>
        )}
        <QueryHelp />
      </div>
      {open && (listed || problem) ? (
        <div className={classNames(floatingClass, 'absolute top-8 left-0 z-50 w-full max-w-[720px] p-1')}>
          {problem ? <ProblemLine problem={problem} wrong={wrong !== null} /> : null}
          {listed ? <SuggestionList suggestions={suggestions} highlighted={highlighted} onTake={take} /> : null}
        </div>
      ) : null}
    </search>
  );
}

function ProblemLine({ problem, wrong }: { problem: QueryProblem; wrong: boolean }) {
  return (
    <p id={PROBLEM_ID} role="status" className="border-b border-line px-2 py-1 text-xs">
      {wrong ? (
        <span className="text-danger">
          Column {problem.column}: {problem.message}.{' '}
        </span>
      ) : null}
      {problem.expected.length > 0 ? (
        <span className="text-muted">
          {wrong ? 'Expected' : 'Next'}: {problem.expected.join(', ')}
        </span>
      ) : null}
    </p>
  );
}
