'use client';

import { IconButton } from '@/components/ui/button';
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover';

const rows: [string, string][] = [
  ['verb:delete user:alice', 'both; a space is AND'],
  ['verb:(get OR list)', 'one of them; also verb:get,list'],
  ['-namespace:kube-system', 'not that; also NOT'],
  ['(user:a OR name:b*) code:403', 'alternatives'],
  ['user:*@example.com', '* is any run of characters'],
  ['user:"a b"', 'exactly that'],
  ['namespace:missing   user:*', 'without one; with one'],
  ['code:>=400   code:4xx   code:400..499', 'response codes'],
  ['resource:pods/exec', 'resource and subresource'],
  ['sourceIP:10.0.0.0/8', 'a network, IPv6 too'],
  ['from:now-1h   at:2026-01-31', 'times; UTC'],
  ['duration:>1s', 'from arrival to the stage'],
  ['is:failed   is:write', '4xx, denied, 5xx; what changes something'],
  ['"sh.helm.release"', 'a text anywhere in the original'],
  ['requestObject.spec.replicas:>3', 'a path into the event; arrays are looked through'],
];

/** The language on one small page. */
export function QueryHelp() {
  return (
    <Popover>
      <PopoverTrigger
        render={
          <IconButton size="sm" label="How to write a query">
            <span aria-hidden className="font-mono text-xs">
              ?
            </span>
          </IconButton>
        }
      />
      <PopoverContent title="How to write a query" align="end" className="w-[560px] max-w-[90vw]">
        <table className="w-full text-xs">
          <caption className="pb-1.5 text-left font-semibold">How to write a query</caption>
          <tbody>
            {rows.map(([written, means]) => (
              <tr key={written} className="border-t border-line">
                <th scope="row" className="py-1 pr-4 text-left font-mono font-normal whitespace-pre">
                  {written}
                </th>
                <td className="py-1 text-muted">{means}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </PopoverContent>
    </Popover>
  );
}
