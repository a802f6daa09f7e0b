import { describe, expect, it } from 'vitest';
import { fileLabel } from './file-label';

describe('fileLabel', () => {
  it('keeps an ordinary name', () => expect(fileLabel('audit.log.gz')).toBe('audit.log.gz'));
  it('takes the last segment of a path', () => expect(fileLabel('../../etc\\passwd')).toBe('passwd'));
  it('takes out control characters, NUL included', () => expect(fileLabel('a\u0000b\u001b[31m\nc')).toBe('ab[31mc'));
  it('keeps HTML as it is: it is shown as text', () => expect(fileLabel('<img src=x>.log')).toBe('<img src=x>.log'));
  it('cuts at 255 characters, not inside one', () => expect(Array.from(fileLabel('😀'.repeat(300)))).toHaveLength(255));
  it('replaces a lone surrogate, which PostgreSQL would refuse', () => expect(fileLabel('a\ud800')).toBe('a\ufffd'));
  it('never gives an empty label', () => expect(fileLabel('\n')).toBe('unnamed'));
});
