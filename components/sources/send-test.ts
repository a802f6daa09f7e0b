/** Sends one made-up event to the receiver, as a source would, and says what happened. It is a dry run: nothing is stored. */
import { z } from 'zod';

const taken = z.object({ received: z.number(), quarantined: z.number(), dryRun: z.literal(true) });
const refused = z.object({ error: z.object({ message: z.string() }) });

export type TestResult = { ok: boolean; words: string };

export async function sendTest(token: string): Promise<TestResult> {
  const at = new Date().toISOString().replace('Z', '000Z');
  const event = {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Metadata',
    auditID: crypto.randomUUID?.() ?? '00000000-0000-4000-8000-000000000000',
    stage: 'ResponseComplete',
    requestURI: '/test',
    verb: 'get',
    user: { username: 'plumbline-test' },
    requestReceivedTimestamp: at,
    stageTimestamp: at,
  };
  const begun = performance.now();
  try {
    const answer = await fetch('/api/ingest/audit?dryRun=true', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify(event),
    });
    const body: unknown = await answer.json();
    const ms = Math.round(performance.now() - begun);
    const good = taken.safeParse(body);
    if (answer.ok && good.success && good.data.received === 1 && good.data.quarantined === 0) {
      return {
        ok: true,
        words: `The receiver accepted the token and read the test event in ${ms} ms. Nothing was stored. This request came from your browser: whether the source itself reaches this address shows when it sends.`,
      };
    }
    const bad = refused.safeParse(body);
    return {
      ok: false,
      words: `${answer.status}: ${bad.success ? bad.data.error.message : 'an answer that is not the receiver’s'}`,
    };
  } catch {
    return { ok: false, words: 'The receiver does not answer.' };
  }
}
