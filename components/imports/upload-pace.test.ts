import { describe, expect, it } from 'vitest';
import { addSample, bytesPerSecond, type PaceSample } from '@/components/imports/upload-pace';

describe('the pace of an upload', () => {
  it('is none at first', () => expect(bytesPerSecond([{ at: 0, bytes: 0 }])).toBeNull());
  it('is bytes over time', () => {
    expect(
      bytesPerSecond([
        { at: 0, bytes: 0 },
        { at: 2000, bytes: 5000 },
      ]),
    ).toBe(2500);
  });
  it('forgets what is older than five seconds', () => {
    let samples: PaceSample[] = [{ at: 0, bytes: 0 }];
    samples = addSample(samples, { at: 4000, bytes: 100 });
    samples = addSample(samples, { at: 8000, bytes: 500 });
    expect(samples.map((sample) => sample.at)).toEqual([4000, 8000]);
    expect(bytesPerSecond(samples)).toBe(100);
  });
});
