'use client';

import { useState } from 'react';
import { sendTest, type TestResult } from '@/components/sources/send-test';
import { useAnnounce } from '@/components/ui/announcer';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';

/** Sends a test event with the token, and says what the receiver said. */
export function TestButton({ token }: { token: string }) {
  const announce = useAnnounce();
  const [asking, setAsking] = useState(false);
  const [result, setResult] = useState<TestResult | null>(null);

  async function test() {
    setAsking(true);
    const said = await sendTest(token.trim());
    setResult(said);
    announce(said.words, { quiet: true });
    setAsking(false);
  }

  return (
    <div className="flex flex-col items-start gap-2">
      <Button disabled={asking || token.trim() === ''} onClick={() => void test()}>
        {asking ? 'Sending' : 'Send a test event'}
      </Button>
      <p
        data-test-result={result === null ? undefined : result.ok ? 'ok' : 'refused'}
        className={classNames('min-h-10 text-sm', result && !result.ok ? 'text-server-error-ink' : 'text-muted')}
      >
        {result?.words ?? 'Nothing is stored by a test.'}
      </p>
    </div>
  );
}
