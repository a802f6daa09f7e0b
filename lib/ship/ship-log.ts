// One JSON object a line on standard output, for whatever collects a container's log.

export type ShipLog = (level: 'info' | 'warn' | 'error', message: string, more?: Record<string, unknown>) => void;

export const shipLog: ShipLog = (level, message, more = {}) => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...more })}\n`);
};
