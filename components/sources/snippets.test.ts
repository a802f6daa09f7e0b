import { expect, it } from 'vitest';
import { snippetsFor } from './snippets';

it.each(['http://127.0.0.1:3000', 'https://audit.example.com'])(
  'every set-up for %s names the address and the token',
  (origin) => {
    const snippets = snippetsFor(origin, 'plumb_token');
    for (const { parts } of snippets) {
      const text = parts.map((part) => part.text).join('\n');
      expect(text).toContain(new URL(origin).hostname);
      expect(text).toContain('/api/ingest/audit');
      expect(text).toContain('plumb_token');
    }
    const [apiserver] = snippets;
    expect(apiserver?.parts[1]?.text).toContain('--audit-webhook-truncate-enabled');
    // The webhook's token goes over https only.
    expect(apiserver?.parts[0]?.text).toContain('server: https://');
    expect(apiserver?.note === null).toBe(origin.startsWith('https:'));
  },
);
